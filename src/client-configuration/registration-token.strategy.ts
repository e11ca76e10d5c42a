import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { Strategy } from 'passport-http-bearer';
import { bearerHeader, requireBearerSyntax } from '../authentication/bearer/bearer-header';
import { type ManagedClient, RegistrationTokensService } from './registration-tokens.service';

type ManagementRequest = FastifyRequest<{ Params: { client_id: string } }>;

/** Passport's bearer strategy for registration access tokens (RFC 7592 section 2): each opens the address of one client. */
@Injectable()
export class RegistrationTokenStrategy extends PassportStrategy(Strategy) {
  /** How an attempt that broke is told to passport, which puts it here for each request. */
  declare readonly error: (cause: unknown) => void;

  constructor(private readonly tokens: RegistrationTokensService) {
    super({ passReqToCallback: true });
  }

  /** Hides body and query from the strategy: a token there is ignored (OAuth 2.1 section 5.1). */
  override authenticate(request: unknown): void {
    const { params, context } = request as ManagementRequest;
    try {
      super.authenticate({ headers: bearerHeader(request as ManagementRequest), params, context } as never);
    } catch (cause) {
      this.error(cause);
    }
  }

  /** The client that the token manages. Throws `InvalidToken`, `InvalidRequest` for what is no token at all. */
  validate({ params, context }: Pick<ManagementRequest, 'params' | 'context'>, token: string): Promise<ManagedClient> {
    requireBearerSyntax(token);
    return this.tokens.open(context, params.client_id, token);
  }
}
