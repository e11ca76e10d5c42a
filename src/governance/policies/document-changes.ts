import type { PolicyDocument } from '../../core/metadata-policy/policy';

/** An operator of a member whose value differs in two documents. */
export interface PolicyChange {
  /** Such as `metadata_policy.scope.subset_of`; `metadata_policy.scope` for a member without operators. */
  readonly path: string;
  /** The value in the first document; absent if it has none. */
  readonly before?: unknown;
  /** The value in the second document; absent if it has none. */
  readonly after?: unknown;
}

/** What differs in two documents, by path. Lists with the same items in another order differ. */
export const changesBetween = (before: PolicyDocument, after: PolicyDocument): readonly PolicyChange[] => {
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

const valuesByPath = ({ metadata_policy }: PolicyDocument): ReadonlyMap<string, unknown> =>
  new Map(
    Object.entries(metadata_policy).flatMap(([member, operators]): (readonly [string, unknown])[] => {
      const path = `metadata_policy.${member}`;
      const values = Object.entries(operators).map(([operator, value]) => [`${path}.${operator}`, value] as const);
      return values.length > 0 ? values : [[path, {}]];
    }),
  );
