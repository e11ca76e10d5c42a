import type { Fault } from '../../core/errors/registration-errors';
import { SENT_ROWS } from '../../core/metadata/metadata-table';
import type { OperatorPolicy } from '../../core/metadata/operator-policy';
import { grantsOf, usesRedirects } from '../../core/metadata/redirect-grants';
import { named } from '../../core/metadata-policy/lists';
import type { MetadataPolicy, Rule } from '../../core/metadata-policy/policy';
import { wordsOf } from '../../core/metadata-policy/words';
import { faultByRule } from './policy-fault';

type Values = Readonly<Record<string, unknown>>;

/** The request before and after a policy was applied to it, and what the environment says of lists that are narrowed. */
interface Narrowing {
  readonly policy: MetadataPolicy;
  readonly operator: Pick<OperatorPolicy, 'scopePolicy' | 'grantPolicy'>;
  readonly sent: Values;
  readonly left: Values;
}

/** What is left of a request, or the faults of the members of which nothing of use is left. */
interface Narrowed {
  readonly left: Values;
  readonly faults: readonly Fault[];
}

/** The members whose row says which of their items is of use alone. */
const USES = new Map(SENT_ROWS.map(({ name, narrowsTo }) => [name as string, narrowsTo]));

/**
 * Completes what `subset_of` did to a request, for the members that it changed. A list of which nothing is left is refused:
 * as an empty list it would count as not sent, and the default would take its place. Scopes and grants are refused instead
 * of dropped if `SCOPE_POLICY` or `GRANT_POLICY` is reject. Response types go with the grants that they need.
 */
export const completeNarrowing = (narrowing: Narrowing, changed: readonly string[]): Narrowed => {
  const faults: Fault[] = [];
  let { left } = narrowing;
  for (const member of changed) {
    const rule = ruleOf(narrowing.policy, member);
    const dropped = rule ? droppedFrom(member, narrowing) : [];
    if (!rule || dropped.length === 0) continue;
    if (isOfUse(member, narrowing)) faults.push(...refusedDrop(member, rule, dropped, narrowing));
    else if (member === 'scope' && narrowing.operator.scopePolicy === 'default') left = without(left, member);
    else faults.push(nothingLeft(member, rule));
    if (member === 'grant_types') left = withTypesOf(left, dropped);
  }
  return { left, faults };
};

const ruleOf = ({ rules }: MetadataPolicy, member: string): Rule | undefined =>
  rules.get(member)?.find(({ operator }) => operator.name === 'subset_of');

const itemsOf = (member: string, values: Values): readonly unknown[] => {
  const value = member === 'scope' ? wordsOf(values[member]) : values[member];
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
};

const droppedFrom = (member: string, { sent, left }: Narrowing): readonly unknown[] => {
  const kept = new Set(itemsOf(member, left));
  return itemsOf(member, sent).filter((item) => !kept.has(item));
};

const isOfUse = (member: string, { sent, left }: Narrowing): boolean => {
  const isUsable = USES.get(member) ?? (() => true);
  const usable = (values: Values): boolean =>
    itemsOf(member, values).some((item) => typeof item !== 'string' || isUsable(item));
  return usable(left) || !usable(sent);
};

const nothingLeft = (member: string, rule: Rule): Fault => {
  const permitted = rule.value as readonly unknown[];
  return permitted.length === 0
    ? faultByRule(member, rule, 'must not be sent', 'leave it out')
    : faultByRule(member, rule, `must name one of ${named(permitted)}`, 'use one of them');
};

const refusedDrop = (
  member: string,
  rule: Rule,
  dropped: readonly unknown[],
  { operator }: Narrowing,
): readonly Fault[] => {
  const policy = member === 'scope' ? operator.scopePolicy : operator.grantPolicy;
  const isRefused = policy === 'reject' && (member === 'scope' || USES.get(member) !== undefined);
  const permitted = named(rule.value as readonly unknown[]);
  return isRefused ? [faultByRule(member, rule, `must name only ${permitted}`, `leave out ${named(dropped)}`)] : [];
};

const without = (values: Values, member: string): Values =>
  Object.fromEntries(Object.entries(values).filter(([name]) => name !== member));

/** Response types whose grants are dropped are dropped too; if none is left, their default takes their place. */
const withTypesOf = (left: Values, dropped: readonly unknown[]): Values => {
  const [grants, types] = [itemsOf('grant_types', left), itemsOf('response_types', left)];
  if (!usesRedirects({ grant_types: grants.filter((grant) => typeof grant === 'string') })) return left;
  const possible = types.filter(
    (type) => typeof type !== 'string' || !grantsOf(type).some((grant) => dropped.includes(grant)),
  );
  if (possible.length === types.length) return left;
  return possible.length > 0 ? { ...left, response_types: possible } : without(left, 'response_types');
};
