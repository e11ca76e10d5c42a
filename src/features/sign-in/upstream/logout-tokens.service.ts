import { Injectable } from '@nestjs/common';
import { decodeJwt, decodeProtectedHeader, errors, type JWTPayload } from 'jose';
import { typeOfHeader } from '../../../core/jose/type-of-header';
import { sha256 } from '../../../core/hash/sha256';
import { verifyByKeySource } from '../../../core/jose/verify-by-keys';
import { isObject } from '../../../core/json/json';
import { TENANT } from '../../../platform/config/upstreams/read-provider';
import type { OpenIdProvider, Upstream } from '../../../platform/config/upstreams/upstream';
import { UsedIdStore } from '../../../platform/replay/used-id.store';
import { UpstreamKeysService } from './upstream-keys.service';

/** A logout token is not valid. The message is for the log. */
export class LogoutTokenRefused extends Error {
  override readonly name = 'LogoutTokenRefused';
}

/** Whom an upstream signed out: a person, one session of it, or one session of a person. */
export interface UpstreamLogout {
  readonly issuer: string;
  readonly subject?: string;
  readonly sid?: string;
}

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
/** Tokens of some providers have the type of any JWT; the claims tell them apart from ID tokens. */
const TYPES: readonly unknown[] = ['logout+jwt', 'jwt', undefined];
const OLDEST_SECONDS = 600;
const TOLERANCE_SECONDS = 60;

/** Verifies the logout tokens of upstreams (OpenID Connect Back-Channel Logout 1.0 section 2.6). */
@Injectable()
export class LogoutTokensService {
  constructor(
    private readonly keys: UpstreamKeysService,
    private readonly usedIds: UsedIdStore,
  ) {}

  /**
   * Verifies a token and uses it up. Throws {@link LogoutTokenRefused}, and `UpstreamUnavailable` if the keys of the upstream cannot be
   * read; then the token can be sent again.
   */
  async use(upstream: Upstream & { readonly provider: OpenIdProvider }, token: string): Promise<UpstreamLogout> {
    const claims = await this.verified(upstream, token).catch((cause: unknown) => {
      if (cause instanceof errors.JOSEError) throw new LogoutTokenRefused(cause.message, { cause });
      throw cause;
    });
    const { iss: issuer = '', jti = '', exp = 0, sub, sid } = claims;
    if (!(await this.usedIds.add('logout-token', sha256(`${upstream.id} ${issuer} ${jti}`), exp)))
      throw new LogoutTokenRefused('it was used before');
    return { issuer, ...(sub !== undefined && { subject: sub }), ...(typeof sid === 'string' && { sid }) };
  }

  private async verified(
    upstream: Upstream & { readonly provider: OpenIdProvider },
    token: string,
  ): Promise<JWTPayload> {
    if (!TYPES.includes(typeOf(token))) throw new LogoutTokenRefused('it is of another type');
    const { payload } = await verifyByKeySource(token, await this.keys.of(upstream), {
      algorithms: [upstream.provider.idTokenAlg],
      issuer: issuerOf(upstream, token),
      audience: upstream.client_id,
      requiredClaims: ['iat', 'exp', 'jti'],
      clockTolerance: TOLERANCE_SECONDS,
      maxTokenAge: OLDEST_SECONDS,
    });
    requireLogout(payload, upstream);
    return payload;
  }
}

/** The type of a JWT. Throws {@link LogoutTokenRefused} for what is none. */
const typeOf = (token: string): string | undefined => {
  try {
    return typeOfHeader(decodeProtectedHeader(token));
  } catch (cause) {
    throw new LogoutTokenRefused('it is no JWT', { cause });
  }
};

/** The issuer that a token must have: that of its tenant, if the upstream has many and the tenant is one of those that are let in. */
const issuerOf = ({ provider, tenants }: Upstream, token: string): string => {
  const { tid } = decodeJwt(token);
  const tenant = tenants.find((one) => one === tid) ?? '';
  return provider.issuer.replace(TENANT, tenant);
};

const requireLogout = ({ events, nonce, sub, sid }: JWTPayload, { subjectClaim }: Upstream): void => {
  if (!isObject(events) || !isObject(events[EVENT])) throw new LogoutTokenRefused('it reports no logout');
  if (nonce !== undefined) throw new LogoutTokenRefused('it has a nonce, as ID tokens have');
  const isForPerson = sub !== undefined && subjectClaim === 'sub';
  if (!isForPerson && typeof sid !== 'string') throw new LogoutTokenRefused('it names neither a person nor a session');
};
