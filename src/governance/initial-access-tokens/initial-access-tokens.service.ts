import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { InitialAccessTokenActor, RequestContext } from '../../core/request-context';
import { EventLogService } from '../../event-log/event-log.service';
import { TransactionsService } from '../../platform/database/transactions.service';
import { UnitsOfWorkService } from '../../platform/database/units-of-work.service';
import type { UnitOfWork } from '../../platform/database/unit-of-work';
import { KeyRing } from '../../platform/secrets/key-ring';
import { SecretVaultService } from '../../platform/secrets/secret-vault.service';
import { ClientCountRepository } from '../quotas/client-count.repository';
import { TokenPoliciesService } from '../policies/token-policies.service';
import { InitialAccessToken, stateOf } from './initial-access-token.entity';
import { InitialAccessTokenRepository } from './initial-access-token.repository';
import { SpendingStatement } from './spending.statement';
import { idOfToken, tokenText } from './token-text';
import { endAnswer } from '../../idempotency/end-answer';

/** What an operator decides about a new token. */
export interface NewInitialAccessToken {
  /** How many clients it may register; without a limit if absent. */
  readonly uses?: number;
  /** In seconds; without an end if absent. */
  readonly lifetime?: number;
  readonly label: string;
  /** The name of a policy for its registrations, besides that of the mode. */
  readonly policy?: string;
  /** How many of its clients may exist at once. */
  readonly maxClients?: number;
}

/** A presented token is not valid. The message is the reason, for the log; the response does not contain it. */
export class InitialAccessTokenRefused extends Error {
  override readonly name = 'InitialAccessTokenRefused';
}

/** Initial access tokens (RFC 7591 section 3): they are made, listed and revoked here, and permit to register clients. */
@Injectable()
export class InitialAccessTokensService {
  private readonly spending: SpendingStatement;

  constructor(
    private readonly tokens: InitialAccessTokenRepository,
    private readonly vault: SecretVaultService,
    private readonly ring: KeyRing,
    private readonly policies: TokenPoliciesService,
    private readonly counts: ClientCountRepository,
    private readonly transactions: TransactionsService,
    private readonly units: UnitsOfWorkService,
    private readonly log: EventLogService,
  ) {
    this.spending = new SpendingStatement(log);
  }

  /**
   * Makes a token; gives its text, which nothing stores, and its row. Throws `RefusedOperation` if its policy does not exist or
   * contradicts the others of its registrations.
   */
  async create(
    context: RequestContext,
    { uses, lifetime, label, policy, maxClients }: NewInitialAccessToken,
  ): Promise<{ token: string; stored: InitialAccessToken }> {
    if (policy !== undefined) await this.policies.requireAttachable(policy);
    const { actor, at } = context;
    const id = uuidv7();
    const token = tokenText(id, this.vault.generate());
    const secret = this.vault.keep(token);
    const stored = Object.assign(new InitialAccessToken(), {
      id,
      uses_left: uses ?? null,
      expires_at: lifetime === undefined ? null : new Date(at.getTime() + lifetime * 1000),
      revoked_at: null,
      key_version: this.ring.versionOf(secret.hash),
      created_at: at,
      details: {
        secret,
        label,
        ...(uses !== undefined && { uses }),
        ...(policy !== undefined && { policy }),
        ...(maxClients !== undefined && { max_clients: maxClients }),
        created_by: actor,
      },
    } satisfies InitialAccessToken);
    if (maxClients !== undefined) await this.counts.begin({ column: 'initial_access_token', id });
    await this.units.run(context, (unit) => {
      this.tokens.insert(unit, stored);
      this.log.addTo(unit, context, { type: 'initial_access_token.created', data: dataOf(stored) });
    });
    return { token, stored };
  }

  /** The token with this id, if there is one. */
  find(id: string): Promise<InitialAccessToken | undefined> {
    return this.tokens.find(id);
  }

  /** Revokes a token: it registers no client from the next request on. Gives whether that was done now. */
  revoke(context: RequestContext, id: string): Promise<boolean> {
    return this.transactions.run(async (manager) => {
      const isRevoked = await this.tokens.revoke(manager, id, context.at);
      const data = { initial_access_token: id };
      if (!isRevoked) return false;
      await endAnswer(manager, id);
      await this.log.addWithin(manager, context, { type: 'initial_access_token.revoked', data });
      return true;
    });
  }

  /**
   * The stored token of a presented one, which may be used up: {@link requireUse}. Throws {@link InitialAccessTokenRefused}
   * for one that is unknown, expired or revoked, after the same work for all of them.
   */
  async verify({ at }: RequestContext, token: string): Promise<InitialAccessToken> {
    const id = idOfToken(token);
    const stored = id === undefined ? undefined : await this.tokens.find(id);
    const isKnown = this.vault.matches(token, stored && [stored.details.secret]);
    if (!stored || !isKnown) throw new InitialAccessTokenRefused('the initial access token is unknown');
    const state = stateOf(stored, at);
    if (state === 'revoked' || state === 'expired')
      throw new InitialAccessTokenRefused(`the initial access token ${stored.id} is ${state}`);
    return stored;
  }

  /**
   * Spends one use of the token of the caller with the unit of the registration of `client_id`, which fails with
   * {@link InitialAccessTokenRefused} if the token has no use left, was revoked or has expired. A token without a limit has nothing to spend.
   */
  spend(
    context: RequestContext & { readonly unit: UnitOfWork },
    actor: InitialAccessTokenActor,
    client_id: string,
  ): void {
    const { id, isLimited } = actor;
    if (!isLimited) return;
    const refusal = (): Error => new InitialAccessTokenRefused(`the initial access token ${id} has no use left`);
    context.unit.add(this.spending, { id, client_id, context }, refusal);
  }
}

/** What the log says about a new token. */
const dataOf = ({ id, expires_at, details }: InitialAccessToken) => {
  const { label, uses, policy, max_clients } = details;
  return {
    initial_access_token: id,
    label,
    ...(uses !== undefined && { uses }),
    ...(expires_at && { expires_at: expires_at.toISOString() }),
    ...(policy !== undefined && { policy }),
    ...(max_clients !== undefined && { max_clients }),
  };
};

/** The caller that presented a token. */
export const actorOf = ({
  id,
  uses_left,
  details: { policy, max_clients },
}: InitialAccessToken): InitialAccessTokenActor => ({
  type: 'initial_access_token',
  id,
  isLimited: uses_left !== null,
  ...(policy !== undefined && { policy }),
  ...(max_clients !== undefined && { maxClients: max_clients }),
});
