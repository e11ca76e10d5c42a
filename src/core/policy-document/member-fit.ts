import type { Json } from '../metadata-policy/json';
import type { MetadataPolicy, Rule } from '../metadata-policy/policy';
import { didYouMean } from '../validation/did-you-mean';
import type { DocumentFault } from './document-faults';
import type { MemberType, PolicyMembers } from './policy-members';

type Misfit = Pick<DocumentFault, 'path' | 'rule' | 'remedy'>;

const LISTS: readonly MemberType[] = ['words', 'strings', 'uris', 'list'];
const TEXTS: readonly MemberType[] = ['string', 'uri', 'words', 'strings', 'uris'];
const URIS: readonly MemberType[] = ['uri', 'uris'];

/** The types of members that an operator can hold for; it would refuse every value of another one. */
const TYPES: Readonly<Record<string, readonly MemberType[]>> = {
  add: LISTS,
  subset_of: LISTS,
  superset_of: LISTS,
  max_items: LISTS,
  one_of: ['string', 'uri', 'number', 'object'],
  max_length: TEXTS,
  pattern: TEXTS,
  schemes: URIS,
  hosts: URIS,
};

/** The operators whose value is a list of values for the member, or for its items. */
const OF_VALUES: readonly string[] = ['add', 'subset_of', 'superset_of', 'one_of'];

const NAMES: Readonly<Record<MemberType, string>> = {
  string: 'a single text',
  uri: 'a single URI',
  words: 'a text of words',
  strings: 'a list of texts',
  uris: 'a list of URIs',
  list: 'a list',
  boolean: 'true or false',
  number: 'a number',
  object: 'an object',
  any: 'any value',
};

/**
 * The rules of a policy that refuse every client, or that no client can meet: for a member that clients cannot register,
 * with an operator for another type of member, or with a value of another type.
 */
export const misfitsOf = ({ rules }: MetadataPolicy, members: PolicyMembers): readonly Misfit[] =>
  [...rules].flatMap(([member, own]) => {
    const path = ['metadata_policy', member];
    const type = members.typeOf(member);
    if (type === undefined) return [unknownMember(path, member, members)];
    return type === 'any' ? [] : own.flatMap((rule) => misfitOf([...path, rule.operator.name], rule, type));
  });

const unknownMember = (path: readonly string[], member: string, { names }: PolicyMembers): Misfit => ({
  path,
  rule: 'must be a member that a client can register',
  remedy: didYouMean(member, names, 'leave it out'),
});

const misfitOf = (path: readonly string[], { operator, value }: Rule, type: MemberType): readonly Misfit[] => {
  const { name } = operator;
  if (TYPES[name]?.includes(type) === false)
    return [
      {
        path,
        rule: `must not be used for a member that is ${NAMES[type]}, of which it refuses every value`,
        remedy: `use ${fitting(type).join(', ')}`,
      },
    ];
  return isOfType(name, value, type)
    ? []
    : [{ path, rule: `must fit a member that is ${NAMES[type]}`, remedy: 'write a value of this type' }];
};

const fitting = (type: MemberType): readonly string[] => [
  ...['value', 'default'],
  ...Object.keys(TYPES).filter((name) => TYPES[name]?.includes(type)),
];

const isOfType = (operator: string, value: Json, type: MemberType): boolean => {
  if (operator === 'value' || operator === 'default') return value === null || fits(value, type);
  if (!OF_VALUES.includes(operator)) return true;
  const items = value as readonly Json[];
  return LISTS.includes(type) ? fits(items, type) : items.every((item) => fits(item, type));
};

const fits = (value: Json, type: MemberType): boolean => {
  if (type === 'any') return true;
  if (type === 'list') return Array.isArray(value);
  if (LISTS.includes(type)) return Array.isArray(value) && value.every((item) => typeof item === 'string');
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === (type === 'uri' ? 'string' : type);
};
