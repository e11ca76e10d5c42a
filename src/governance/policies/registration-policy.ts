import { isDeepStrictEqual } from 'node:util';
import type { AdmittingPolicy } from '../../clients/client.entity';
import { type Fault, InvalidRegistration } from '../../core/errors/registration-errors';
import { isObject } from '../../core/json/json';
import type { StoredMetadata } from '../../core/metadata/client-metadata';
import type { OperatorPolicy } from '../../core/metadata/operator-policy';
import {
  compilePolicy,
  type CompiledPolicy,
  type Metadata,
  type PolicyStep,
  type ResolvedMetadata,
} from '../../core/metadata-policy/compile-policy';
import { InvalidMetadata } from '../../core/metadata-policy/faults';
import { type MetadataPolicy, policiesOf } from '../../core/metadata-policy/policy';
import { wordsOf } from '../../core/metadata-policy/words';
import type { PolicyRules, RuleName } from '../../core/policy-document/policy-rules';
import { completeNarrowing } from './narrowing-by-policy';
import { faultOf } from './policy-fault';
import { MembersOfPolicy } from './request-under-policy';

/** An answer lists at most this many faults. */
const MOST_FAULTS = 100;

/** What a policy makes of the body of a registration. */
export interface PolicyExplanation {
  /** The effect of each operator. */
  readonly steps: readonly PolicyStep[];
  /** The body as the policy has it; absent if the policy refuses it. */
  readonly metadata?: Metadata;
  /** Why the policy refuses the body; empty if it does not. */
  readonly faults: readonly Fault[];
  /** What holds for the client besides. */
  readonly rules: PolicyRules;
}

/**
 * A policy as registrations and updates use it, prepared once. It is applied twice: to the request, before the table adds
 * defaults, and to the result, so that it holds for defaults too.
 */
export class RegistrationPolicy {
  private readonly compiled: CompiledPolicy;
  private readonly members: MembersOfPolicy;

  constructor(
    /** The policy; for a merged one all that were merged, in this order. */
    readonly admitting: readonly AdmittingPolicy[],
    readonly policy: MetadataPolicy,
    private readonly operator: OperatorPolicy,
    /** What holds beside the metadata policy. */
    readonly rules: PolicyRules = {},
    /** The policies that were merged; none if this is one policy. */
    private readonly parts: readonly RegistrationPolicy[] = [],
  ) {
    this.compiled = compilePolicy(policy);
    this.members = new MembersOfPolicy(
      policy,
      operator.extensions.map(({ row }) => row),
    );
  }

  /**
   * Takes the JSON of a request, and of an update the metadata that it replaces; gives the JSON as the policy has it.
   * Throws `InvalidRegistration` with all violations. What is not an object is left to the table.
   */
  ofRequest(json: unknown, replaced?: StoredMetadata): unknown {
    if (!isObject(json)) return json;
    const sent = this.members.sent(json, replaced);
    const { metadata, changed } = this.apply(sent);
    const { policy, operator } = this;
    const { left, faults } = completeNarrowing({ policy, operator, sent, left: metadata }, changed);
    refuseIf(faults);
    return left;
  }

  /** What {@link ofRequest} makes of the body of a registration, step by step. */
  explain(json: Metadata): PolicyExplanation {
    const { rules } = this;
    const steps = this.compiled.explain(this.members.sent(json));
    try {
      return { steps, metadata: this.ofRequest(json) as Metadata, faults: [], rules };
    } catch (error) {
      if (!(error instanceof InvalidRegistration)) throw error;
      return { steps, faults: error.faults, rules };
    }
  }

  /**
   * Takes valid metadata with the defaults in place; lists of defaults are narrowed. Throws `InvalidRegistration` if the
   * policy does not admit them.
   */
  ofResult(metadata: StoredMetadata): StoredMetadata {
    const { metadata: resolved, changed } = this.apply(metadata);
    if (changed.length === 0) return metadata;
    const result: Record<string, unknown> = { ...metadata };
    const faults: Fault[] = [];
    for (const member of changed) {
      const value = resolved[member];
      // What a request can set, `ofRequest` has removed: this is the default of the table.
      if (value === undefined) continue;
      const left = itemsOf(value);
      const isNarrower = isSubset(left, itemsOf(result[member]));
      if (isNarrower && left.length > 0) result[member] = value;
      else if (isNarrower && member === 'scope') Reflect.deleteProperty(result, member);
      else faults.push(this.unfitDefault(member));
    }
    refuseIf(faults);
    return result as unknown as StoredMetadata;
  }

  /** How faults name the policy: `partners@3`, for a merged one `internal@1 and partners@3`. */
  get name(): string {
    return this.admitting.map(referenceTo).join(' and ');
  }

  /** The policies that have a rule as it holds, with their versions: `partners@3 and internal@1`. For refusals. */
  policiesWith(rule: RuleName): string {
    const parts = this.parts.length > 0 ? this.parts : [this];
    const having = parts.filter(({ rules }) => rules[rule] !== undefined);
    const exact = having.filter(({ rules }) => isDeepStrictEqual(rules[rule], this.rules[rule]));
    return (exact.length > 0 ? exact : having).map(({ name }) => name).join(' and ');
  }

  private apply(metadata: Metadata): ResolvedMetadata {
    const outcome = this.compiled.apply(metadata);
    if (outcome instanceof InvalidMetadata) throw refusal(outcome.violations.map(faultOf));
    return outcome;
  }

  private unfitDefault(member: string): Fault {
    const rule = this.policy.rules.get(member)?.[0];
    return faultOf({
      member,
      place: '',
      operator: rule?.operator.name ?? '',
      policies: rule ? policiesOf(rule) : [],
      rule: 'must be sent with a value that is permitted',
      remedy: 'send one',
    });
  }
}

/** How refusals name a policy: `partners@3`. */
export const referenceTo = ({ name, version }: AdmittingPolicy): string =>
  version === undefined ? name : `${name}@${version}`;

const itemsOf = (value: unknown): readonly unknown[] => {
  const items = wordsOf(value);
  return Array.isArray(items) ? items : [];
};

const isSubset = (items: readonly unknown[], whole: readonly unknown[]): boolean =>
  items.length < whole.length && items.every((item) => whole.includes(item));

const refuseIf = (faults: readonly Fault[]): void => {
  if (faults.length > 0) throw refusal(faults);
};

const refusal = (faults: readonly Fault[]): InvalidRegistration =>
  new InvalidRegistration(faults.slice(0, MOST_FAULTS) as [Fault, ...Fault[]]);
