import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor, RequestContext } from '../../core/request-context';

/** The context of an HTTP request, which always has an address. */
export type HttpRequestContext = RequestContext & { readonly address: string };

/** Sets the actor of a request, once a guard has verified its credentials. */
export const actAs = (request: FastifyRequest, actor: Actor): void => {
  request.createdContext = { ...request.context, actor };
};

/** The context of the request, for the first argument of a service. */
export const Context = createParamDecorator(
  (_data: unknown, execution: ExecutionContext): HttpRequestContext =>
    execution.switchToHttp().getRequest<FastifyRequest>().context,
);
