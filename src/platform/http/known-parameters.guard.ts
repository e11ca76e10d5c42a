import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { parameterUnknown } from '../../core/errors/refusals';
import { similarWord } from '../../core/validation/similar-word';
import { parametersOf } from './form-parameter.decorator';

const QUERY = Symbol('query');

/** Declares the DTO of the query of a handler; `@Answers` does it. */
export const declareQuery = (handler: object, type: object): void => {
  Reflect.defineMetadata(QUERY, type, handler);
};

/**
 * Refuses query parameters that the handler does not declare: a misspelt filter would select everything. A parameter
 * without a value counts too.
 */
@Injectable()
export class KnownParametersGuard implements CanActivate {
  /** Throws `InvalidRequest`, which names the parameter, the ones that there are, and the one that was probably meant. */
  canActivate(context: ExecutionContext): true {
    const { url } = context.switchToHttp().getRequest<FastifyRequest>();
    const [, query = ''] = url.split(/\?(.*)/s);
    if (query === '') return true;
    const type = Reflect.getMetadata(QUERY, context.getHandler()) as object | undefined;
    const known = type ? parametersOf(type).map(({ name }) => name) : [];
    for (const name of new URLSearchParams(query).keys())
      if (!known.includes(name)) throw parameterUnknown(name, known, similarWord(name, known));
    return true;
  }
}
