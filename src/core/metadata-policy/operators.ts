import type { Operator } from './operator';
import { addOperator } from './operators/add.operator';
import { defaultOperator } from './operators/default.operator';
import { essentialOperator } from './operators/essential.operator';
import { hostsOperator } from './operators/hosts.operator';
import { maxItemsOperator } from './operators/max-items.operator';
import { maxLengthOperator } from './operators/max-length.operator';
import { oneOfOperator } from './operators/one-of.operator';
import { patternOperator } from './operators/pattern.operator';
import { schemesOperator } from './operators/schemes.operator';
import { subsetOfOperator } from './operators/subset-of.operator';
import { supersetOfOperator } from './operators/superset-of.operator';
import { valueOperator } from './operators/value.operator';

/** The operators of this server, which OpenID Federation does not define, in the order of their application. */
const OWN: readonly Operator[] = [maxItemsOperator, maxLengthOperator, schemesOperator, hostsOperator, patternOperator];

/** All operators in the order of their application (OpenID Federation 1.0 sections 6.1.3.1 and 6.1.3.2). */
export const OPERATORS: readonly Operator[] = [
  valueOperator,
  addOperator,
  defaultOperator,
  oneOfOperator,
  subsetOfOperator,
  supersetOfOperator,
  ...OWN,
  essentialOperator,
];

const BY_NAME: ReadonlyMap<string, Operator> = new Map(OPERATORS.map((operator) => [operator.name, operator]));

/** The names of all operators. */
export const OPERATOR_NAMES: readonly string[] = [...BY_NAME.keys()];

/** The operator of a name, or nothing. Names are case-sensitive. */
export const operatorOf = (name: string): Operator | undefined => BY_NAME.get(name);

/** Whether an operator is one of this server, which `metadata_policy_crit` lists. */
export const isOwn = (operator: Operator): boolean => OWN.includes(operator);
