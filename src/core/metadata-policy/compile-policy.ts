import { CompiledMember, RefusedValue, violationsOf } from './compiled-member';
import { InvalidMetadata, type Violation } from './faults';
import type { Json } from './json';
import { Refusal } from './operator';
import { type MetadataPolicy, policiesOf } from './policy';

/** The metadata of a client by member. A member that is null counts as absent. */
export type Metadata = Readonly<Record<string, unknown>>;

/** The metadata after a policy was applied. */
export interface ResolvedMetadata {
  /** The same object if nothing changed, or a copy. Values from the policy are frozen. */
  readonly metadata: Metadata;
  /** The members that the policy set, changed or removed. */
  readonly changed: readonly string[];
}

/** The effect of one operator on one member. */
export interface PolicyStep {
  readonly member: string;
  readonly operator: string;
  /** The value of the operator. */
  readonly value: Json;
  /** The names of the policies that contain the operator. */
  readonly policies: readonly string[];
  /** The value of the member, `undefined` if it is absent; a member of words such as `scope` is a list here. */
  readonly before: unknown;
  /** As `before`; the same value if the operator refuses it. */
  readonly after: unknown;
  /** Empty if the operator admits the value. After a refusal, the further operators of the member are not applied. */
  readonly violations: readonly Violation[];
}

/** A policy that is prepared to be applied to the metadata of many clients. */
export interface CompiledPolicy {
  /**
   * Applies the policy (OpenID Federation 1.0 section 6.1.4.2). Gives the resolved metadata, or an `InvalidMetadata`
   * with all violations. Never changes its argument. The rules of `client_name` also apply to `client_name#de`, if it is
   * present.
   */
  apply(metadata: Metadata): ResolvedMetadata | InvalidMetadata;

  /** Returns each step of `apply`. */
  explain(metadata: Metadata): readonly PolicyStep[];
}

type CompiledMembers = ReadonlyMap<string, CompiledMember>;

/** Prepares a policy, in time proportional to its size. Applying it then takes time proportional to the metadata. */
export const compilePolicy = ({ rules }: MetadataPolicy): CompiledPolicy => {
  const members = new Map([...rules].map(([name, own]) => [name, new CompiledMember(name, own)]));
  return {
    apply: (metadata) => applyTo(metadata, members),
    explain: (metadata) => explainTo(metadata, members),
  };
};

const applyTo = (metadata: Metadata, members: CompiledMembers): ResolvedMetadata | InvalidMetadata => {
  let resolved: Record<string, unknown> | undefined;
  const changed: string[] = [];
  const violations: Violation[] = [];
  forEachMember(metadata, members, (name, member) => {
    const before = sent(metadata, name);
    const after = member.run(before);
    if (after instanceof RefusedValue) violations.push(...violationsOf(name, after));
    else if (after !== before) {
      changed.push(name);
      resolved ??= { ...metadata };
      if (after === undefined) Reflect.deleteProperty(resolved, name);
      else resolved[name] = after;
    }
  });
  return violations.length > 0 ? new InvalidMetadata(violations) : { metadata: resolved ?? metadata, changed };
};

const explainTo = (metadata: Metadata, members: CompiledMembers): readonly PolicyStep[] => {
  const steps: PolicyStep[] = [];
  forEachMember(metadata, members, (name, member) => {
    member.run(sent(metadata, name), (compiled, before, after) => {
      const { rule } = compiled;
      const isRefused = after instanceof Refusal;
      steps.push({
        member: name,
        operator: rule.operator.name,
        value: rule.value,
        policies: policiesOf(rule),
        before,
        after: isRefused ? before : after,
        violations: isRefused ? violationsOf(name, new RefusedValue(compiled, before, after)) : [],
      });
    });
  });
  return steps;
};

/** Visits the members with rules, then their values in other languages. */
const forEachMember = (
  metadata: Metadata,
  members: CompiledMembers,
  visit: (name: string, member: CompiledMember) => void,
): void => {
  for (const [name, member] of members) visit(name, member);
  for (const name of Object.keys(metadata)) {
    const at = name.indexOf('#');
    const member = at > 0 ? members.get(name.slice(0, at)) : undefined;
    if (member && sent(metadata, name) !== undefined) visit(name, member);
  }
};

/** The value of a member, or `undefined`. Never gives a property of `Object.prototype`. */
const sent = (metadata: Metadata, name: string): unknown =>
  Object.hasOwn(metadata, name) ? (metadata[name] ?? undefined) : undefined;
