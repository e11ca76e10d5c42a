import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/client.entity';
import type { RequestContext } from '../../core/request-context';
import { defaultOpenPolicy } from './default-open-policy';
import { PoliciesService } from './policies.service';
import { DEFAULT_OPEN, NO_POLICY } from './policy-names';
import { PolicyOptions } from './policy-options';
import type { RegistrationPolicy } from './registration-policy';

/** Finds the policy that holds for a request. */
@Injectable()
export class RegistrationPoliciesService {
  private readonly defaultOpen: RegistrationPolicy;

  constructor(
    private readonly options: PolicyOptions,
    private readonly policies: PoliciesService,
  ) {
    this.defaultOpen = defaultOpenPolicy(options.operator);
  }

  /**
   * The policy of an update is the one that admitted the client, in its newest version; that of a registration is the one
   * of the mode: `OPEN_REGISTRATION_POLICY` without a token, `PROTECTED_REGISTRATION_POLICY` with one. Nothing if there is
   * none.
   */
  async of({ actor }: RequestContext, client?: Pick<Client, 'policy'>): Promise<RegistrationPolicy | undefined> {
    if (client) return this.find(client.policy ?? NO_POLICY);
    return this.find(actor.type === 'anonymous' ? this.options.open : this.options.protected);
  }

  private async find(name: string): Promise<RegistrationPolicy | undefined> {
    if (name === NO_POLICY) return undefined;
    if (name === DEFAULT_OPEN) return this.defaultOpen;
    const policy = await this.policies.newest(name);
    if (!policy) throw new Error(`there is no policy ${name}`);
    return policy;
  }
}
