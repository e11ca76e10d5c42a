import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { JsonReader, objectIn } from './json.reader';
import { bodyOf, type RequestBody } from './request-body';

/**
 * The JSON body of a request as a DTO, a class whose properties are declared by `@JsonMember`. Throws what
 * {@link JsonReader} throws.
 */
export const BodyOf = <Dto extends object>(type: new () => Dto): ParameterDecorator => decoratorOf(type, bodyOf);

/** The same where the body may be missing: every member of the DTO has a default. */
export const OptionalBodyOf = <Dto extends object>(type: new () => Dto): ParameterDecorator =>
  decoratorOf(type, (request) => (isEmpty(request) ? { is: 'json', value: {}, text: '' } : bodyOf(request)));

/** The JSON object in the body of a request, whatever its members are. Throws what {@link objectIn} throws. */
export const ObjectBody = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  objectIn(bodyOf(context.switchToHttp().getRequest<FastifyRequest>())),
);

const decoratorOf = <Dto extends object>(
  type: new () => Dto,
  read: (request: FastifyRequest) => RequestBody,
): ParameterDecorator => {
  const reader = new JsonReader(type);
  return createParamDecorator((_data: unknown, context: ExecutionContext): Dto =>
    reader.read(read(context.switchToHttp().getRequest<FastifyRequest>())),
  )();
};

/** Whether there is no body, even if the request has a `Content-Type`. */
const isEmpty = ({ body, headers }: FastifyRequest): boolean =>
  headers['content-length'] === '0' || body === undefined || body === null;
