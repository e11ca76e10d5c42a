import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { Strategy } from 'passport-http-bearer';
import type { AccessToken, Confirmation } from '../../access-tokens/access-token';
import { AccessTokensService } from '../../access-tokens/access-tokens.service';
import { requirePossession } from '../../access-tokens/possession';
import type { RequestContext } from '../../core/request-context';
import { bearerHeader, requireBearerSyntax } from './bearer-header';
import { certificateShown } from './certificate-shown';

/** What the strategy shows passport of a request. */
interface PresentedRequest {
  readonly context: RequestContext;
  readonly shown: Confirmation;
}

/** Passport's bearer strategy (RFC 6750), reading the `Authorization` header only. */
@Injectable()
export class BearerStrategy extends PassportStrategy(Strategy) {
  /** How an attempt that broke is told to passport, which puts it here for each request. */
  declare readonly error: (cause: unknown) => void;

  constructor(private readonly accessTokens: AccessTokensService) {
    super({ passReqToCallback: true });
  }

  /** Hides body and query from the strategy: a token there is ignored (OAuth 2.1 section 5.1). */
  override authenticate(request: unknown): void {
    try {
      const { context } = request as FastifyRequest;
      const shown = certificateShown(request as FastifyRequest);
      super.authenticate({ headers: bearerHeader(request as FastifyRequest), context, shown } as never);
    } catch (cause) {
      this.error(cause);
    }
  }

  /** What the token permits. Throws `TokenRefused` for a token that is not valid, `InvalidRequest` for none at all. */
  async validate({ context, shown }: PresentedRequest, token: string): Promise<AccessToken> {
    requireBearerSyntax(token);
    const accessToken = await this.accessTokens.verify(context, token);
    requirePossession(accessToken, shown);
    return accessToken;
  }
}
