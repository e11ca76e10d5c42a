import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/client.entity';
import { TemporarilyUnavailable } from '../../core/errors/errors';
import { InvalidPolicy } from '../../core/metadata-policy/faults';
import { mergeRules, type PolicyRules } from '../../core/policy-document/policy-rules';
import type { RequestContext } from '../../core/request-context';
import { namingBoth, sentenceOf } from './contradictions';
import { defaultOpenPolicy } from './default-open-policy';
import { MergedPolicies } from './merged-policies';
import { PoliciesService } from './policies.service';
import { DEFAULT_OPEN, NO_POLICY } from './policy-names';
import { PolicyOptions } from './policy-options';
import type { RegistrationPolicy } from './registration-policy';

/** Those of a client without policies. */
const NO_RULES: PolicyRules = {};
/** The operator corrects contradictions by hand. */
const RETRY_AFTER_SECONDS = 60;

/** Finds the policy that holds for a request. */
@Injectable()
export class RegistrationPoliciesService {
  private readonly defaultOpen: RegistrationPolicy;
  private readonly merged: MergedPolicies;

  constructor(
    private readonly options: PolicyOptions,
    private readonly policies: PoliciesService,
  ) {
    this.defaultOpen = defaultOpenPolicy(options.operator);
    this.merged = new MergedPolicies(options.operator);
  }

  /**
   * The policies of an update are those that admitted the client, in their newest versions; those of a registration are
   * that of the mode (`OPEN_REGISTRATION_POLICY` without a token, `PROTECTED_REGISTRATION_POLICY` with one) and that of the
   * initial access token or registrar. `ofIssuer`, that of the issuer of the software statement, comes last in both. They
   * are merged in this order. Nothing if there are none. Throws `TemporarilyUnavailable` if their newest versions contradict
   * each other.
   */
  async of(
    context: RequestContext,
    client?: Pick<Client, 'policies'>,
    ofIssuer = NO_POLICY,
  ): Promise<RegistrationPolicy | undefined> {
    const names = client ? (client.policies ?? []).map(({ name }) => name) : this.namesFor(context);
    const found = await this.newest([...names, ofIssuer]);
    const [only] = found;
    return found.length > 1 ? this.merge(found) : only;
  }

  /**
   * The rules beside the metadata for a client: those of the policies that admitted it, in their newest versions, which are
   * read in a query that requests share. Policies whose operators contradict each other have rules nevertheless. There is no
   * promise for a client without policies.
   */
  rulesOf({ policies }: Pick<Client, 'policies'>): PolicyRules | Promise<PolicyRules> {
    return policies ? this.rulesBy(policies.map(({ name }) => name)) : NO_RULES;
  }

  /** The newest versions of policies, as they stand in the database now: each once, in this order, without `none`. */
  async newest(names: readonly string[]): Promise<readonly RegistrationPolicy[]> {
    const distinct = [...new Set(names)].filter((name) => name !== NO_POLICY);
    return Promise.all(distinct.map((name) => this.find(name)));
  }

  private async rulesBy(names: readonly string[]): Promise<PolicyRules> {
    const found = await this.newest(names);
    return mergeRules(...found.map(({ rules }) => rules));
  }

  private namesFor({ actor }: RequestContext): readonly string[] {
    if (actor.type === 'anonymous') return [this.options.open];
    const attached = 'policy' in actor ? actor.policy : undefined;
    return attached === undefined ? [this.options.protected] : [this.options.protected, attached];
  }

  private merge(policies: readonly RegistrationPolicy[]): RegistrationPolicy {
    const merged = this.merged.of(policies);
    if (!(merged instanceof InvalidPolicy)) return merged;
    const reason = merged.faults.map((fault) => sentenceOf(namingBoth(fault))).join('\n');
    throw new TemporarilyUnavailable(
      'the policies for this client contradict each other; try again when the operator has corrected them',
      RETRY_AFTER_SECONDS,
      reason,
    );
  }

  private async find(name: string): Promise<RegistrationPolicy> {
    if (name === DEFAULT_OPEN) return this.defaultOpen;
    const policy = await this.policies.newest(name);
    if (!policy) throw new Error(`there is no policy ${name}`);
    return policy;
  }
}
