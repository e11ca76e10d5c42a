import type { WholePolicyDocument } from '../../core/policy-document/named-policy';
import { ruleEntries } from '../../core/policy-document/policy-rules';

/** An operator of a member, or a rule, whose value differs in two documents. */
export interface PolicyChange {
  /** Such as `metadata_policy.scope.subset_of` or `max_clients`; `metadata_policy.scope` for a member without operators. */
  readonly path: string;
  /** The value in the first document; absent if it has none. */
  readonly before?: unknown;
  /** The value in the second document; absent if it has none. */
  readonly after?: unknown;
}

/** What differs in two documents, by path. Lists with the same items in another order differ. */
export const changesBetween = (before: WholePolicyDocument, after: WholePolicyDocument): readonly PolicyChange[] => {
  const [old, next] = [valuesByPath(before), valuesByPath(after)];
  return [...new Set([...old.keys(), ...next.keys()])]
    .sort()
    .filter((path) => JSON.stringify(old.get(path)) !== JSON.stringify(next.get(path)))
    .map((path) => ({
      path,
      ...(old.has(path) && { before: old.get(path) }),
      ...(next.has(path) && { after: next.get(path) }),
    }));
};

const valuesByPath = (document: WholePolicyDocument): ReadonlyMap<string, unknown> =>
  new Map([...operatorsByPath(document.metadata_policy), ...ruleEntries(document)]);

const operatorsByPath = (members: WholePolicyDocument['metadata_policy']): readonly (readonly [string, unknown])[] =>
  Object.entries(members).flatMap(([member, operators]): (readonly [string, unknown])[] => {
    const path = `metadata_policy.${member}`;
    const values = Object.entries(operators).map(([operator, value]) => [`${path}.${operator}`, value] as const);
    return values.length > 0 ? values : [[path, {}]];
  });
