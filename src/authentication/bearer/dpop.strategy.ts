import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Strategy } from 'passport';
import { MalformedBearer } from '../../core/errors/errors';
import type { AuthenticationAttempt } from './bearer-authentication.guard';
import { credentialsOf } from './credentials';

const CREDENTIALS = /^dpop ([A-Za-z0-9\-._~+/]+=*)$/i;

/** Passport's strategy for tokens that are bound to the key of a proof (RFC 9449 section 7.1). */
@Injectable()
export class DpopStrategy extends Strategy {
  override readonly name = 'dpop';

  override authenticate(request: unknown, attempt?: unknown): void {
    const { challenges, verify } = attempt as AuthenticationAttempt;
    try {
      const authorization = credentialsOf(request as FastifyRequest, 'dpop', challenges);
      if (authorization === undefined) return void this.fail();
      verify(tokenOf(authorization, challenges), 'dpop').then(
        (subject) => void this.success(subject as object),
        (cause: unknown) => void this.error(cause),
      );
    } catch (cause) {
      this.error(cause);
    }
  }
}

const tokenOf = (authorization: string, challenges: AuthenticationAttempt['challenges']): string => {
  const token = CREDENTIALS.exec(authorization)?.[1];
  if (token === undefined)
    throw new MalformedBearer(
      'the Authorization header must be DPoP, one space and the token; send it as RFC 9449 section 7.1 shows',
      challenges(),
    );
  return token;
};
