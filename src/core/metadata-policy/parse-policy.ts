import { didYouMean } from '../validation/did-you-mean';
import { InvalidPolicy, type PolicyFault } from './faults';
import { isObject } from '../json/json';
import { isList, readJson } from './json';
import { Misuse } from './operator';
import { isOwn, OPERATOR_NAMES, operatorOf } from './operators';
import { inOrder, type MetadataPolicy, type Rule } from './policy';
import { conflictsOf } from './conflicts';

/** A policy as it comes out of a parser of JSON or YAML. */
export interface PolicySource {
  /** The name of the policy in violations and faults, such as `partners@3`. */
  readonly name: string;
  /** For each member its operators and their values. If absent, the policy has no rules. */
  readonly metadata_policy?: unknown;
  /** The names of operators beyond the standard ones that a reader has to know. */
  readonly metadata_policy_crit?: unknown;
}

/**
 * Reads a policy (OpenID Federation 1.0 section 6.1.2, for one entity type). Gives the policy, or an `InvalidPolicy` with
 * all faults.
 *
 * An unknown operator is a fault, whether `metadata_policy_crit` lists it or not, because it is probably misspelt. The
 * name of a member has no language tag, because the rules of a member apply to every language.
 */
export const parsePolicy = (source: PolicySource): MetadataPolicy | InvalidPolicy => {
  const { name, metadata_policy = {}, metadata_policy_crit = [] } = source;
  const read = isObject(metadata_policy)
    ? Object.entries(metadata_policy).map(([member, operators]) => readMember(name, member, operators))
    : [{ member: '', rules: [], faults: [notAnObject(['metadata_policy'], 'member')] }];
  const faults = [...faultsOfCritical(metadata_policy_crit), ...read.flatMap((member) => member.faults)];
  return faults.length > 0
    ? new InvalidPolicy(faults)
    : { rules: new Map(read.map(({ member, rules }) => [member, rules])) };
};

const fault = (path: readonly string[], rule: string, remedy: string): PolicyFault => ({ path, rule, remedy });

const notAnObject = (path: readonly string[], entry: string): PolicyFault =>
  fault(path, 'must be an object', `write an entry for each ${entry}`);

const faultsOfCritical = (critical: unknown): readonly PolicyFault[] => {
  const path = ['metadata_policy_crit'];
  if (!isList(critical)) return [fault(path, 'must be a list', 'write the names of operators in brackets')];
  return critical.flatMap((name, index) => {
    const place = [...path, String(index)];
    const operator = typeof name === 'string' ? operatorOf(name) : undefined;
    if (!operator) return [unknownOperator(place, name)];
    return isOwn(operator) ? [] : [fault(place, 'must not name a standard operator', 'leave it out')];
  });
};

const unknownOperator = (path: readonly string[], name: unknown): PolicyFault =>
  fault(path, 'must be a known operator', didYouMean(name, OPERATOR_NAMES, `use one of ${OPERATOR_NAMES.join(', ')}`));

interface MemberRead {
  readonly member: string;
  readonly rules: readonly Rule[];
  readonly faults: readonly PolicyFault[];
}

const readMember = (policy: string, member: string, operators: unknown): MemberRead => {
  const path = ['metadata_policy', member];
  const misnamed = faultOfName(path, member);
  if (misnamed) return { member, rules: [], faults: [misnamed] };
  if (!isObject(operators)) return { member, rules: [], faults: [notAnObject(path, 'operator')] };
  const read = Object.entries(operators).map(([name, value]) => readRule(policy, [...path, name], member, name, value));
  const rules = inOrder(read.filter((each): each is Rule => 'operator' in each));
  const faults = read.filter((each): each is PolicyFault => 'path' in each);
  return { member, rules, faults: [...faults, ...conflictsOf(path, rules)] };
};

const faultOfName = (path: readonly string[], member: string): PolicyFault | undefined => {
  if (member.includes('#'))
    return fault(
      path,
      'must be a member without language tag',
      'a policy holds for all languages; leave out # and the rest',
    );
  return member === '' || member === '__proto__'
    ? fault(path, 'must be the name of a member', 'leave it out')
    : undefined;
};

const readRule = (
  policy: string,
  path: readonly string[],
  member: string,
  name: string,
  source: unknown,
): Rule | PolicyFault => {
  const operator = operatorOf(name);
  if (!operator) return unknownOperator(path, name);
  const json = readJson(source);
  if (json === undefined)
    return fault(path, 'must be JSON, not nested too deep', 'write strings, numbers, and lists of them');
  const value = operator.read(json, member);
  if (value instanceof Misuse) return fault(path, value.rule, value.remedy);
  return { operator, value: Object.freeze(value), sources: [{ policy, value }] };
};
