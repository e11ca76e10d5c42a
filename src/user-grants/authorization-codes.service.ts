import { Injectable } from '@nestjs/common';
import type { Client } from '../clients/client.entity';
import { GuessedGrant, InvalidGrant } from '../core/errors/errors';
import { codeNeeds, codeNotUsable } from '../core/errors/refusals';
import type { RequestContext } from '../core/request-context';
import { EventLogService } from '../event-log/event-log.service';
import { UnitsOfWorkService } from '../platform/database/units-of-work.service';
import { KeyRing } from '../platform/secrets/key-ring';
import type { AuthorizationCode } from './authorization-code.entity';
import { boundKeys } from './grant-keys';
import { CLOCK_SKEW_MS, grantExpiry, type GrantLifetimes } from './grant-lifetimes';
import { isVerifierOf } from './pkce';
import { RefreshTokenFactory } from './refresh-token.factory';
import { RefreshTokenRepository } from './refresh-token.repository';
import { grantOfCode } from './token-text';
import type { GrantKeys, UserGrant } from './user-grant.entity';
import { UserGrantRepository } from './user-grant.repository';
import { UserGrantsService } from './user-grants.service';

/** A code with what a client sends along (RFC 6749 section 4.1.3). */
export interface PresentedCode {
  readonly code: string;
  readonly redirect_uri?: string | undefined;
  readonly code_verifier?: string | undefined;
  /** The keys that the client proved to hold. */
  readonly keys: GrantKeys;
}

/** What the first tokens of a grant are, besides the access token. */
export interface Redemption {
  readonly keys: GrantKeys;
  /** The lifetime of the access token, in seconds. */
  readonly expires_in: number;
  /** The lifetimes of the refresh token; absent if there is none. */
  readonly lifetimes?: GrantLifetimes | undefined;
}

/** No grant has this id: for a text that is no code, as much is done as for one that is unknown. */
const NO_GRANT = '';

/** Authorization codes: each is redeemed once (RFC 6749 section 4.1.3). */
@Injectable()
export class AuthorizationCodesService {
  constructor(
    private readonly units: UnitsOfWorkService,
    private readonly rows: UserGrantRepository,
    private readonly grants: UserGrantsService,
    private readonly refreshTokens: RefreshTokenRepository,
    private readonly factory: RefreshTokenFactory,
    private readonly log: EventLogService,
    private readonly ring: KeyRing,
  ) {}

  /**
   * The grant of a code that a client may redeem. Nothing is used up. If everything is right and the code was redeemed
   * before, its grant ends (RFC 6749 section 4.1.2). Throws `InvalidGrant`.
   */
  async find(
    context: RequestContext,
    { client_id }: Pick<Client, 'client_id'>,
    presented: PresentedCode,
  ): Promise<UserGrant> {
    const { grant, code } = await this.read(presented.code);
    if (grant.client_id !== client_id) throw codeNotUsable('it is of another client');
    if (code.used_at === null && code.expires_at.getTime() <= Date.now()) throw codeNotUsable('it has expired');
    requireOfRequest(code, presented);
    if (code.used_at !== null) {
      await this.endReused(context, grant);
      throw codeNotUsable('it was used before');
    }
    const rule = await this.grants.endIfForbidden(context, grant);
    if (rule !== undefined) throw codeNotUsable(`the person is refused by ${rule}`);
    return grant;
  }

  /** Uses the code of a grant up. Returns the first refresh token, if the grant gets one. Throws `Taken`. */
  redeem(
    context: RequestContext,
    client: Client,
    grant: UserGrant,
    { keys, expires_in, lifetimes }: Redemption,
  ): Promise<string | undefined> {
    const now = Date.now();
    const accessExpiry = now + expires_in * 1000;
    return this.units.run(context, (unit) => {
      const refresh = lifetimes && this.factory.make(grant, 0, lifetimes, now);
      this.rows.useCode(unit, grant.id, {
        used_at: new Date(now),
        kept_until: new Date(accessExpiry + CLOCK_SKEW_MS),
      });
      if (refresh) this.refreshTokens.insert(unit, refresh.row);
      const expires_at = grantExpiry(refresh?.row.expires_at.getTime(), now, expires_in);
      this.rows.use(unit, grant, now, expires_at, boundKeys(client, keys));
      const { id, sub, client_id } = grant;
      this.log.addTo(unit, context, { type: 'grant.redeemed', client_id, data: { grant: id, sub } });
      return refresh?.text;
    });
  }

  /** Whether the code of a grant can still be redeemed: it is unused and has not expired, and the grant has not ended. */
  async isUsable(grant_id: string): Promise<boolean> {
    const [grant, code] = await Promise.all([this.grants.find(grant_id), this.rows.findCode(grant_id)]);
    return grant !== undefined && code?.used_at === null && code.expires_at.getTime() > Date.now();
  }

  private async read(text: string): Promise<{ grant: UserGrant; code: AuthorizationCode }> {
    const id = grantOfCode(text) ?? NO_GRANT;
    const [grant, code] = await Promise.all([this.grants.find(id), this.rows.findCode(id)]);
    // A code without a row may be one that has expired; one whose key was removed cannot be compared.
    if (!code || !this.ring.has(this.ring.versionOf(code.hash))) throw codeNotUsable('it is unknown');
    if (!this.ring.isHashOf(code.hash, text)) throw codeNotUsable('it is unknown', GuessedGrant);
    if (!grant) throw codeNotUsable('its grant has ended');
    return { grant, code };
  }

  /** Ends a grant whose code was presented twice. A caller without the verifier, and another client, were refused before. */
  private async endReused(context: RequestContext, { id, sub, client_id }: UserGrant): Promise<void> {
    await this.units.run(context, async (unit, contextOfUnit) => {
      this.log.addTo(unit, context, { type: 'grant.code_reused', client_id, data: { grant: id, sub } });
      await this.grants.revoke(contextOfUnit, id, 'code_reused');
    });
  }
}

/**
 * Throws `InvalidGrant` unless a code is presented by the one who asked for it. The client need not repeat its redirect URI,
 * because the verifier proves as much (OAuth 2.1 section 10.2).
 */
const requireOfRequest = (
  code: Pick<AuthorizationCode, 'redirect_uri' | 'code_challenge' | 'dpop_jkt'>,
  { redirect_uri, code_verifier, keys }: PresentedCode,
): void => {
  if (redirect_uri !== undefined && redirect_uri !== code.redirect_uri)
    throw codeNeeds('redirect_uri must be that of the authorization request', 'send it unchanged, with its port');
  if (!isVerifierOf(code_verifier, code.code_challenge))
    throw codeNeeds(
      'code_verifier must be the one whose S256 hash was sent as code_challenge',
      'see RFC 7636 section 4',
      code_verifier === undefined ? InvalidGrant : GuessedGrant,
    );
  if (code.dpop_jkt !== null && keys.jkt !== code.dpop_jkt)
    throw codeNeeds('the DPoP header must carry a proof of the key of dpop_jkt', 'see RFC 9449 section 10');
};
