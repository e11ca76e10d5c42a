import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { InvalidRequest } from '../../core/errors/errors';
import { FormReader } from './form.reader';
import { readForm } from './read-form';

/**
 * The query of the address of a request as a DTO, a class whose properties are declared by `@FormParameter`. Throws
 * {@link InvalidRequest} for a repeated parameter, for too many, and for one that breaks a rule.
 */
export const QueryOf = <Dto extends object>(type: new () => Dto): ParameterDecorator => {
  const reader = new FormReader(type);
  return createParamDecorator((_data: unknown, context: ExecutionContext): Dto => {
    const { url } = context.switchToHttp().getRequest<FastifyRequest>();
    const [, query = ''] = url.split(/\?(.*)/s);
    const reading = readForm(query);
    if ('refusal' in reading) throw new InvalidRequest(reading.refusal);
    return reader.read(reading.parameters);
  })();
};
