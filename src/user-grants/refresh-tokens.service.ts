import { Injectable } from '@nestjs/common';
import type { Client } from '../clients/client.entity';
import { GuessedGrant, InvalidGrant } from '../core/errors/errors';
import { refreshTokenNotUsable } from '../core/errors/refusals';
import type { RequestContext } from '../core/request-context';
import { EventLogService } from '../event-log/event-log.service';
import { UnitsOfWorkService } from '../platform/database/units-of-work.service';
import { KeyRing } from '../platform/secrets/key-ring';
import { isHolderOf } from './grant-keys';
import { endOfGrant, grantExpiry, type GrantLifetimes, keptUntil, refreshExpiry } from './grant-lifetimes';
import { stateOf, timesOfUse } from './refresh-state';
import type { RefreshToken } from './refresh-token.entity';
import { RefreshTokenFactory } from './refresh-token.factory';
import { refreshTokenId } from './refresh-token-id';
import { RefreshTokenRepository } from './refresh-token.repository';
import { openUse, type RefreshUse, type RepeatableResponse, sealUse } from './refresh-use';
import { isGuessedRefreshToken, readRefreshToken, type RefreshTokenName } from './token-text';
import { UserGrantOptions } from './user-grant-options';
import type { GrantKeys, UserGrant } from './user-grant.entity';
import { UserGrantRepository } from './user-grant.repository';
import { UserGrantsService } from './user-grants.service';

/** A refresh token as a client presents it. */
export interface PresentedToken {
  readonly text: string;
  /** The keys that the client proved to hold. */
  readonly keys: GrantKeys;
  readonly lifetimes: GrantLifetimes;
}

/** A refresh token that may be used, or whose use is repeated. */
export interface FoundToken<Response extends RepeatableResponse = RepeatableResponse> {
  readonly name: RefreshTokenName;
  readonly grant: UserGrant;
  /** Its first use; absent if this is it. The lifetime in the response is what is left of it. */
  readonly use?: RefreshUse<Response>;
}

/** A refresh token that could be used now. */
export interface UsableToken {
  readonly grant: UserGrant;
  readonly expires_at: Date;
}

/** What a client asks for by a refresh token, and how the response is made with its successor. */
export interface Rotation<Response extends RepeatableResponse> {
  readonly lifetimes: GrantLifetimes;
  /** A hash of what is asked for. */
  readonly asked: string;
  readonly respond: (refresh_token: string) => Response;
}

/** Refresh tokens: each is replaced by the next one, as long as their grant lives (RFC 6749 section 6). */
@Injectable()
export class RefreshTokensService {
  constructor(
    private readonly units: UnitsOfWorkService,
    private readonly tokens: RefreshTokenRepository,
    private readonly factory: RefreshTokenFactory,
    private readonly rows: UserGrantRepository,
    private readonly grants: UserGrantsService,
    private readonly log: EventLogService,
    private readonly options: UserGrantOptions,
    private readonly ring: KeyRing,
  ) {}

  /**
   * The refresh token that a client presents. It only reads, unless the token was used too long ago, or the rules do not
   * let the person in any more: then its grant ends. Throws `InvalidGrant`, always the same.
   */
  async find<Response extends RepeatableResponse>(
    context: RequestContext,
    { client_id }: Pick<Client, 'client_id'>,
    { text, keys, lifetimes }: PresentedToken,
  ): Promise<FoundToken<Response>> {
    const { name, token, grant } = await this.read(text);
    if (grant.client_id !== client_id) throw refreshTokenNotUsable('it is of another client');
    if (!isHolderOf(grant.keys, keys)) throw refreshTokenNotUsable('it is bound to a key that was not shown');
    const now = Date.now();
    const state = stateOf(token, now, this.graceMs);
    if (state === 'reused') {
      await this.endReused(context, grant);
      throw refreshTokenNotUsable('it was used before');
    }
    if (state === 'expired' || endOfGrant(grant.created_at, lifetimes) <= now)
      throw refreshTokenNotUsable('it has expired');
    const rule = await this.grants.endIfForbidden(context, grant);
    if (rule !== undefined) throw refreshTokenNotUsable(`the person is refused by ${rule}`);
    const use = token && openUse<Response>(this.ring, token, now);
    return { name, grant, ...(use && { use }) };
  }

  /** The grant that a refresh token belongs to, if that has not ended, be the token used or not; `undefined` for any other text. */
  async grantOf(text: string): Promise<UserGrant | undefined> {
    const name = readRefreshToken(this.ring, text);
    return name && this.grants.find(name.grant_id);
  }

  /** The grant of a refresh token that could be used now, and when it expires; `undefined` for any other text. */
  async findUsable(text: string): Promise<UsableToken | undefined> {
    const name = readRefreshToken(this.ring, text);
    if (!name) return undefined;
    const [token, grant] = await Promise.all([this.tokens.find(name), this.grants.find(name.grant_id)]);
    if (!token || !grant || stateOf(token, Date.now(), this.graceMs) !== 'usable') return undefined;
    return (await this.grants.ruleAgainst(grant)) === undefined ? { grant, expires_at: token.expires_at } : undefined;
  }

  /**
   * Replaces a token by its successor, and stores the response for its repetitions. Throws {@link Taken}; nothing is stored
   * then, and the response is worthless.
   */
  rotate<Response extends RepeatableResponse>(
    context: RequestContext,
    { name, grant }: FoundToken,
    { lifetimes, asked, respond }: Rotation<Response>,
  ): Promise<Response> {
    const now = Date.now();
    const id = refreshTokenId(name);
    return this.units.run(context, (unit) => {
      const { text, row } = this.factory.make(grant, name.generation + 1, lifetimes, now);
      const response = respond(text);
      this.tokens.use(unit, id, {
        ...timesOfUse(now, this.graceMs),
        sealed_use: this.graceMs > 0 ? sealUse(this.ring, id, { asked, response, at: now }) : null,
      });
      this.tokens.insert(unit, row);
      this.rows.use(unit, grant, now, grantExpiry(row.expires_at.getTime(), now, response.expires_in));
      return response;
    });
  }

  /** Lets a token that is not replaced live on after its use. Throws {@link Taken}. */
  renew(
    context: RequestContext,
    { name, grant }: FoundToken,
    { lifetimes, expires_in }: { readonly lifetimes: GrantLifetimes; readonly expires_in: number },
  ): Promise<void> {
    const now = Date.now();
    const expires_at = refreshExpiry(grant.created_at, lifetimes, now);
    return this.units.run(context, (unit) => {
      this.tokens.use(unit, refreshTokenId(name), {
        expires_at: new Date(expires_at),
        kept_until: keptUntil(expires_at, now),
      });
      this.rows.use(unit, grant, now, grantExpiry(expires_at, now, expires_in));
    });
  }

  private get graceMs(): number {
    return this.options.graceSeconds * 1000;
  }

  /** Both rows are read at once. Throws `InvalidGrant` if the token was not issued here, or its grant has ended. */
  private async read(
    text: string,
  ): Promise<{ name: RefreshTokenName; token: RefreshToken | undefined; grant: UserGrant }> {
    const name = readRefreshToken(this.ring, text);
    if (!name) {
      const isGuess = isGuessedRefreshToken(this.ring, text);
      throw refreshTokenNotUsable('it was not issued here', isGuess ? GuessedGrant : InvalidGrant);
    }
    const [token, grant] = await Promise.all([this.tokens.find(name), this.grants.find(name.grant_id)]);
    if (!grant) throw refreshTokenNotUsable('its grant has ended');
    if (token && !this.ring.isHashOf(token.hash, text)) throw refreshTokenNotUsable('its hash is not the stored one');
    return { name, token, grant };
  }

  /** Ends a grant of which a token was used twice: one of those who used it may have stolen it (RFC 9700 section 4.14.2). */
  private async endReused(context: RequestContext, { id, sub, client_id }: UserGrant): Promise<void> {
    await this.units.run(context, async (unit, contextOfUnit) => {
      this.log.addTo(unit, context, { type: 'grant.refresh_token_reused', client_id, data: { grant: id, sub } });
      await this.grants.revoke(contextOfUnit, id, 'refresh_token_reused');
    });
  }
}
