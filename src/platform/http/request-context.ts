import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Actor, ANONYMOUS, type RequestContext } from '../../core/request-context';
import type { IssuerResolver } from './issuer-resolver';

/** The context of an HTTP request, which always has an address. */
export type HttpRequestContext = RequestContext & { readonly address: string };

declare module 'fastify' {
  interface FastifyRequest {
    /** The context of the request. It is created at its first use. */
    readonly context: HttpRequestContext;
    /** Where {@link context} is kept once it is created. */
    createdContext: HttpRequestContext | undefined;
  }
}

/** Gives each request its `context`. Its actor is anonymous until a guard calls {@link actAs}. */
export const provideContexts = (fastify: FastifyInstance, issuers: IssuerResolver): void => {
  fastify.decorateRequest('createdContext', undefined);
  fastify.decorateRequest('context', {
    getter(this: FastifyRequest): HttpRequestContext {
      this.createdContext ??= {
        requestId: this.id,
        issuer: issuers.resolve(this),
        actor: ANONYMOUS,
        address: this.ip,
        at: new Date(),
      };
      return this.createdContext;
    },
  });
};

/** Sets the actor of a request, once a guard has verified its credentials. */
export const actAs = (request: FastifyRequest, actor: Actor): void => {
  request.createdContext = { ...request.context, actor };
};

/** The context of the request, for the first argument of a service. */
export const Context = createParamDecorator(
  (_data: unknown, execution: ExecutionContext): HttpRequestContext =>
    execution.switchToHttp().getRequest<FastifyRequest>().context,
);
