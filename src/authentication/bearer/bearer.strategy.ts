import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { Strategy } from 'passport-http-bearer';
import { MalformedBearer } from '../../core/errors/errors';
import type { AuthenticationAttempt } from './bearer-authentication.guard';
import { credentialsOf } from './credentials';

const B64TOKEN = /^[A-Za-z0-9\-._~+/]+=*$/;

/** Passport's bearer strategy (RFC 6750). It reads the `Authorization` header only. */
@Injectable()
export class BearerStrategy extends PassportStrategy(Strategy) {
  /** Ends the authentication with an error. Passport sets it for each request. */
  declare readonly error: (cause: unknown) => void;

  constructor() {
    super({ passReqToCallback: true });
  }

  /**
   * Hides body and query from the strategy: a token there is ignored (OAuth 2.1 section 5.1). It also hides credentials
   * of another scheme, which the strategy would call malformed.
   */
  override authenticate(request: unknown, attempt?: unknown): void {
    const { challenges } = attempt as AuthenticationAttempt;
    try {
      const authorization = credentialsOf(request as FastifyRequest, 'bearer', challenges);
      super.authenticate({ headers: { authorization }, attempt } as never);
    } catch (cause) {
      this.error(cause);
    }
  }

  /** Throws {@link MalformedBearer} for a text without the syntax of a token (RFC 6750 section 2.1). */
  validate({ attempt }: { readonly attempt: AuthenticationAttempt }, token: string): Promise<unknown> {
    if (!B64TOKEN.test(token))
      throw new MalformedBearer(
        'the bearer token must be as RFC 6750 section 2.1 says; send it as it was given',
        attempt.challenges(),
      );
    return attempt.verify(token, 'bearer');
  }
}
