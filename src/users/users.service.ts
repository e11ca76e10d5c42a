import { Injectable, Logger } from '@nestjs/common';
import { isObject } from '../core/json/json';
import type { RequestContext } from '../core/request-context';
import { USER_SUBJECT_PREFIX } from '../core/user-subject';
import { EventLogService } from '../event-log/event-log.service';
import { TransactionsService } from '../platform/database/transactions.service';
import { KeyRing } from '../platform/secrets/key-ring';
import { SecretVaultService } from '../platform/secrets/secret-vault.service';
import { keptClaims, pickClaims } from './kept-claims';
import { PersonalDataRegistry } from './personal-data.registry';
import { SignInOptions } from './sign-in-options';
import type { UpstreamIdentity } from './upstream-identity';
import { User } from './user.entity';
import { UserRepository } from './user.repository';

const RANDOM_BYTES = 18;

/** The people who sign in. */
@Injectable()
export class UsersService {
  private readonly logger = new Logger('sign-in');

  constructor(
    private readonly users: UserRepository,
    private readonly options: SignInOptions,
    private readonly ring: KeyRing,
    private readonly vault: SecretVaultService,
    private readonly transactions: TransactionsService,
    private readonly log: EventLogService,
    private readonly personalData: PersonalDataRegistry,
  ) {}

  /**
   * The person of an identity as it would be stored, with a new `sub`; nothing is stored. Nothing but upstream, issuer and
   * subject identifies a person: accounts are never joined by an e-mail address or a name. Of the claims, it has those that
   * rules, pages and resources read, sealed.
   */
  personOf({ at }: RequestContext, identity: UpstreamIdentity): User {
    const upstream = this.options.upstreams.find(({ id }) => id === identity.upstream);
    if (!upstream) throw new Error(`there is no upstream ${identity.upstream}`);
    const kept = keptClaims(upstream, this.options.resources);
    this.warnOfLinks(upstream.id, kept, identity);
    const claims = pickClaims(kept, identity.claims);
    const key = { upstream: upstream.id, issuer: identity.issuer, upstream_subject: identity.subject };
    const sealed_claims = this.ring.seal(JSON.stringify(claims), ownerOf(key));
    return Object.assign(new User(), {
      sub: USER_SUBJECT_PREFIX + this.vault.generate(RANDOM_BYTES),
      ...key,
      subject_claim: upstream.subjectClaim,
      sealed_claims,
      key_version: this.ring.versionOf(sealed_claims),
      disabled_at: null,
      created_at: at,
      signed_in_at: at,
    } satisfies User);
  }

  /** Stores a person of {@link personOf}, or the claims of one who is known already. Gives the person with the `sub` that stays. */
  signIn(person: User): Promise<User> {
    return this.users.signIn(person);
  }

  /** Stores the claims of a person who is known already, and gives the person; `undefined`, and nothing stored, for another one. */
  signInKnown(person: User): Promise<User | undefined> {
    return this.users.signInKnown(person);
  }

  /** Entra names a link instead of many groups (OpenID Connect Core 1.0 section 5.6.2): they are unknown then, not empty. */
  private warnOfLinks(upstream: string, kept: readonly string[], { claims: { _claim_names } }: UpstreamIdentity): void {
    const linked = kept.filter((name) => isObject(_claim_names) && Object.hasOwn(_claim_names, name));
    if (linked.length > 0)
      this.logger.warn(
        { upstream, claims: linked },
        'the upstream has a link instead of a claim; rules about it refuse',
      );
  }

  /** The person with this `sub`, in the current state; it shares a query with other requests. */
  find(sub: string): Promise<User | undefined> {
    return this.users.find(sub);
  }

  /** At most `most` people after this `sub`, ordered by it: `''` for the first ones. */
  after(sub: string, most: number): Promise<User[]> {
    return this.users.after(sub, most);
  }

  /** The person whom an upstream knows by this subject. */
  findAtUpstream(upstream: string, issuer: string, subject: string): Promise<User | undefined> {
    return this.users.findAtUpstream(upstream, issuer, subject);
  }

  /**
   * The claims of a person that are kept, by the names that rules and resources use. There are none if their key of
   * `SECRET_KEYS` was dropped: they come back with the next sign-in.
   */
  claimsOf(user: User): Readonly<Record<string, unknown>> {
    if (!this.ring.canOpen(user.sealed_claims)) return {};
    return JSON.parse(this.ring.open(user.sealed_claims, ownerOf(user))) as Record<string, unknown>;
  }

  /** How pages name the account: by the claim that the operator chose, otherwise by the subject at the upstream. */
  labelOf(user: User): string {
    const claim = this.options.upstreams.find(({ id }) => id === user.upstream)?.labelClaim;
    const label = claim === undefined ? undefined : this.claimsOf(user)[claim];
    return typeof label === 'string' && label !== '' ? label : user.upstream_subject;
  }

  /**
   * Disables a person: sessions and grants end, and no sign-in succeeds, from the next request on, on every node. Gives
   * whether the person was enabled before.
   */
  disable(context: RequestContext, sub: string, reason?: string): Promise<boolean> {
    return this.transactions.run(async (manager) => {
      if (!(await this.users.setDisabled(manager, sub, context.at))) return false;
      for (const part of this.personalData.parts) await part.end?.(manager, context, sub);
      const data = { sub, ...(reason !== undefined && { reason }) };
      await this.log.addWithin(manager, context, { type: 'user.disabled', data });
      return true;
    });
  }

  /** Lets a person sign in again; what the disabling ended does not come back. Gives whether the person was disabled. */
  enable(context: RequestContext, sub: string): Promise<boolean> {
    return this.transactions.run(async (manager) => {
      if (!(await this.users.setDisabled(manager, sub, undefined))) return false;
      await this.log.addWithin(manager, context, { type: 'user.enabled', data: { sub } });
      return true;
    });
  }

  /**
   * Deletes a person and all that is kept of the person; the log of events keeps the `sub`, which nobody gets again. Gives
   * whether there was one.
   */
  erase(context: RequestContext, sub: string): Promise<boolean> {
    return this.transactions.run(async (manager) => {
      if (!(await this.users.delete(manager, sub))) return false;
      for (const part of this.personalData.parts) await part.erase(manager, context, sub);
      await this.log.addWithin(manager, context, { type: 'user.erased', data: { sub } });
      return true;
    });
  }

  /** All that is kept of a person, as a JSON value without secrets; `undefined` if there is no such person. */
  async export(sub: string): Promise<object | undefined> {
    const user = await this.users.find(sub);
    if (!user) return undefined;
    const { upstream, issuer, upstream_subject, created_at, signed_in_at, disabled_at } = user;
    const parts = await Promise.all(
      this.personalData.parts.map(async (one) => [one.part, await one.export(sub)] as const),
    );
    return {
      sub,
      upstream,
      issuer,
      upstream_subject,
      claims: this.claimsOf(user),
      created_at,
      signed_in_at,
      ...(disabled_at && { disabled_at }),
      ...Object.fromEntries(parts),
    };
  }
}

/** The owner of a seal of claims: what identifies the person, which is known before the `sub`. */
export const ownerOf = ({
  upstream,
  issuer,
  upstream_subject,
}: Pick<User, 'upstream' | 'issuer' | 'upstream_subject'>): string =>
  JSON.stringify(['user', upstream, issuer, upstream_subject]);
