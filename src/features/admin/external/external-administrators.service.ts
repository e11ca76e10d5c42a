import { Injectable } from '@nestjs/common';
import { decodeJwt, decodeProtectedHeader, errors, type JWTPayload } from 'jose';
import { LRUCache } from 'lru-cache';
import { TokenRefused } from '../../../access-tokens/access-token';
import { typeOfHeader } from '../../../core/jose/type-of-header';
import { sha256 } from '../../../core/hash/sha256';
import { SIGNING_ALGS } from '../../../core/jose/algorithms';
import { verifyByKeySource } from '../../../core/jose/verify-by-keys';
import { ADMIN_READ_SCOPE, ADMIN_SCOPE } from '../../../core/metadata/scope-tokens';
import type { AdministratorActor, RequestContext } from '../../../core/request-context';
import { EventLogService } from '../../../event-log/event-log.service';
import { UsedIdStore } from '../../../platform/replay/used-id.store';
import { claimValues } from '../../../core/claims/claim-values';
import type { ExternalAdministrator } from './external-administrator';
import { ExternalAdministratorOptions } from './external-administrator-options';
import { ExternalKeysService } from './external-keys.service';

const CLOCK_TOLERANCE_SECONDS = 10;
const REQUIRED_CLAIMS = ['iss', 'aud', 'sub', 'exp'];
/** RFC 9068 section 2.1, and what other access tokens have. */
const TYPES: readonly unknown[] = ['at+jwt', 'jwt', undefined];
/** Claims of ID Tokens alone: these are for the client that signed a user in, and for no API. */
const CLAIMS_OF_ID_TOKENS = ['nonce', 'at_hash', 'c_hash', 's_hash'];
const MOST_REMEMBERED = 1000;
const MOST_CHARACTERS = 255;

/** The people who administer by access tokens of `ADMIN_TOKEN_ISSUER`. */
@Injectable()
export class ExternalAdministratorsService {
  /** The tokens whose first use this process knows to be in the log. */
  private readonly signedIn = new LRUCache<string, true>({ max: MOST_REMEMBERED });

  constructor(
    private readonly options: ExternalAdministratorOptions,
    private readonly keys: ExternalKeysService,
    private readonly usedIds: UsedIdStore,
    private readonly log: EventLogService,
  ) {}

  /** Whether there is such an issuer. */
  get areAccepted(): boolean {
    return this.options.issuer !== '';
  }

  /** Whether a token claims to be one of this issuer; that is not verified. */
  issued(token: string): boolean {
    if (!this.areAccepted) return false;
    try {
      return decodeJwt(token).iss === this.options.issuer;
    } catch {
      return false; // no JWT, so it is none of this issuer
    }
  }

  /**
   * Verifies a token. Throws {@link TokenRefused} for one that is not valid now or not for this server, and
   * `TemporarilyUnavailable` while the keys of the issuer cannot be fetched.
   */
  async verify(token: string): Promise<ExternalAdministrator> {
    try {
      requireType(typeOfHeader(decodeProtectedHeader(token)));
      const { payload } = await verifyByKeySource(token, this.keys.source(), {
        issuer: this.options.issuer,
        audience: this.options.audience,
        algorithms: [...SIGNING_ALGS],
        requiredClaims: REQUIRED_CLAIMS,
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
      });
      requireAccessToken(payload);
      return {
        actor: actorOf(payload),
        scope: this.scopeOf(payload),
        claims: payload as ExternalAdministrator['claims'],
      };
    } catch (cause) {
      if (cause instanceof errors.JOSEError) throw new TokenRefused(cause.message, { cause });
      throw cause;
    }
  }

  /** Adds an event for the first use of a token, on whichever node that is. */
  async noteSignIn(context: RequestContext, token: string, { scope, claims }: ExternalAdministrator): Promise<void> {
    const id = sha256(token);
    if (this.signedIn.has(id)) return;
    if (await this.usedIds.add('administrator-token', id, claims.exp)) {
      const expires_at = new Date(claims.exp * 1000).toISOString();
      const jti = claims.jti?.slice(0, MOST_CHARACTERS);
      const data = { scope: scope.join(' '), expires_at, ...(jti !== undefined && { jti }) };
      await this.log.append(context, { type: 'administrator.signed_in', data });
    }
    this.signedIn.set(id, true);
  }

  /** What the claim permits: nothing if it has none of the values. */
  private scopeOf(claims: JWTPayload): readonly string[] {
    const values = claimValues(claims, this.options.claim);
    const hasOneOf = (wanted: readonly string[]): boolean => wanted.some((value) => values.includes(value));
    if (hasOneOf(this.options.values)) return [ADMIN_SCOPE];
    return hasOneOf(this.options.readValues) ? [ADMIN_READ_SCOPE] : [];
  }
}

/** Another kind of JWT of the issuer, such as a logout token, is no access token (RFC 8725 section 3.11). */
const requireType = (type: string | undefined): void => {
  if (!TYPES.includes(type)) throw new TokenRefused('it is of another type');
};

const requireAccessToken = (claims: JWTPayload): void => {
  const claim = CLAIMS_OF_ID_TOKENS.find((name) => claims[name] !== undefined);
  if (claim !== undefined) throw new TokenRefused(`it has ${claim}, as ID Tokens have`);
  const { sub = '' } = claims;
  if (sub === '' || sub.length > MOST_CHARACTERS) throw new TokenRefused(`its sub is empty, or too long`);
};

/** The person, with a name for people: no name identifies anybody. */
const actorOf = ({ iss: issuer = '', sub = '', jti, ...claims }: JWTPayload): AdministratorActor => {
  const name = ['preferred_username', 'email', 'name'].map((claim) => claims[claim]).find(isName);
  return {
    type: 'administrator',
    issuer,
    sub,
    ...(name !== undefined && { name: name.slice(0, MOST_CHARACTERS) }),
    ...(jti !== undefined && { jti: jti.slice(0, MOST_CHARACTERS) }),
  };
};

const isName = (value: unknown): value is string => typeof value === 'string' && value !== '';
