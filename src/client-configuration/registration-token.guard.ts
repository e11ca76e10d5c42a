import { createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { malformedBearer, registrationTokenRequired } from '../core/errors/refusals';
import { InvalidRequest, MalformedBearer } from '../core/errors/errors';
import { actAs } from '../platform/http/request-context';
import { RegistrationTokenStrategy } from './registration-token.strategy';
import type { ManagedClient } from './registration-tokens.service';

/** The client that the registration access token of the request opens. */
export const Managed = createParamDecorator(
  (_data: unknown, context: ExecutionContext) =>
    context.switchToHttp().getRequest<FastifyRequest & { managed: ManagedClient }>().managed,
);

/** Lets the bearer of a registration access token pass at the address of its client (RFC 7592 section 2): else 401, never 404. */
@Injectable()
export class RegistrationTokenGuard extends AuthGuard() {
  /** The strategy as a new object each time: passport writes on it what to do with the outcome of this one request. */
  constructor(strategy: RegistrationTokenStrategy) {
    super({
      get defaultStrategy() {
        return Object.create(strategy) as never;
      },
      property: 'managed',
    });
  }

  /** Passport's outcome as our errors. */
  override handleRequest<User = ManagedClient>(
    error: unknown,
    managed: ManagedClient | false | null,
    _info: unknown,
    context: ExecutionContext,
    status?: number,
  ): User {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const challenge = { realm: request.context.issuer.identifier };
    if (error instanceof InvalidRequest) throw new MalformedBearer(error.message, challenge);
    if (error) throw error as Error;
    if (status === 400) throw malformedBearer(challenge);
    if (!managed) throw registrationTokenRequired(challenge);
    const { client_id } = managed.client;
    actAs(request, { type: 'registration_access_token', client_id });
    return managed as User;
  }
}
