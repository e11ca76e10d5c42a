import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { OAuthError } from '../../core/errors/oauth-error';
import { quotaReached } from '../../core/errors/refusals';
import type { Actor, RequestContext } from '../../core/request-context';
import { StartRetriesService } from '../../platform/database/start-retries.service';
import type { UnitOfWork } from '../../platform/database/unit-of-work';
import type { RegistrationPolicy } from '../policies/registration-policy';
import { ClientCountRepository } from './client-count.repository';
import { type Credential, type CredentialColumn, keyOf } from './credential';
import { QuotaOptions } from './quota-options';

/** How many clients of a credential may exist at once. */
interface Quota {
  readonly credential: Credential;
  /** Any number if absent. */
  readonly most?: number;
  readonly refusal: () => OAuthError;
}

/**
 * Quotas of living clients: `max_clients` of an initial access token, of a registrar and of policies. Pending, rejected and disabled
 * clients count, and a deletion gives the place back. Quotas hold exactly, on any number of nodes.
 */
@Injectable()
export class QuotasService implements OnApplicationBootstrap {
  constructor(
    private readonly counts: ClientCountRepository,
    private readonly options: QuotaOptions,
    private readonly start: StartRetriesService,
  ) {}

  /**
   * Without `PROTECTED_REGISTRATION_POLICY`, registrations of the registrar of the environment are not counted, so that they
   * cost no more. If it was set before, and is set again, a count of that time lacks them, and is made again.
   */
  async onApplicationBootstrap(): Promise<void> {
    const credential: Credential = { column: 'registrar', id: this.options.registrar };
    await this.start.run(async () => {
      if (this.options.hasPolicy && (await this.counts.living(credential)) !== undefined)
        await this.counts.count(credential);
    });
  }

  /**
   * Returns what {@link refusalOf} returns, but reads the number of clients only if the quota was reached when this process
   * last saw the number. {@link take} is exact; this keeps a registration that has to be refused from being written with
   * others.
   */
  async earlyRefusalOf(
    context: RequestContext,
    policy: RegistrationPolicy | undefined,
  ): Promise<OAuthError | undefined> {
    const quota = quotaOf(context.actor, policy);
    if (quota?.most === undefined) return undefined;
    const living = this.counts.lastLiving(quota.credential);
    return living === undefined || living >= quota.most ? this.refusalOf(context, policy) : undefined;
  }

  /**
   * The `AccessDenied` for a further client if the credential of the caller has as many clients as it may have, otherwise
   * nothing. When a quota holds for a credential for the first time, its clients are counted.
   */
  async refusalOf(context: RequestContext, policy: RegistrationPolicy | undefined): Promise<OAuthError | undefined> {
    const quota = quotaOf(context.actor, policy);
    if (quota?.most === undefined) return undefined;
    const { credential, most, refusal } = quota;
    const living = (await this.counts.living(credential)) ?? (await this.counts.count(credential));
    return living >= most ? refusal() : undefined;
  }

  /**
   * Counts a client with the unit of its registration, which fails with `AccessDenied` if others have taken the last place
   * since {@link refusalOf}.
   */
  take(unit: UnitOfWork, { actor }: RequestContext, policy: RegistrationPolicy | undefined): void {
    const quota = quotaOf(actor, policy);
    if (!quota || !this.isCounted(quota.credential, policy)) return;
    const { credential, most, refusal } = quota;
    this.counts.change(unit, { credential: keyOf(credential), by: 1, ...(most !== undefined && { most }) }, refusal);
  }

  private isCounted({ column, id }: Credential, policy: RegistrationPolicy | undefined): boolean {
    return policy !== undefined || column !== 'registrar' || id !== this.options.registrar;
  }
}

const KINDS: Readonly<Record<CredentialColumn, string>> = {
  initial_access_token: 'initial access token',
  registrar: 'registrar',
};

/** What holds for a registration by this caller; nothing for a caller without a credential. */
const quotaOf = (actor: Actor, policy: RegistrationPolicy | undefined): Quota | undefined => {
  if (actor.type !== 'access_token' && actor.type !== 'initial_access_token') return undefined;
  const credential: Credential =
    actor.type === 'access_token'
      ? { column: 'registrar', id: actor.client_id }
      : { column: 'initial_access_token', id: actor.id };
  const ofPolicy = policy?.rules.max_clients;
  const most = Math.min(actor.maxClients ?? Infinity, ofPolicy ?? Infinity);
  return {
    credential,
    ...(most < Infinity && { most }),
    refusal: () => {
      const source = most === ofPolicy ? policy?.policiesWith('max_clients') : undefined;
      return quotaReached(KINDS[credential.column], most, source);
    },
  };
};
