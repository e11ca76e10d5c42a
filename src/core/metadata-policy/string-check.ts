import { isList, type Json } from './json';
import { listOf } from './operands';
import { always, type Misuse, type OperatorDefinition, refuse, Refusal, type Step } from './operator';

/** The most strings of a list that one refusal names, so that a response is not much longer than its request. */
const MOST_COMPLAINTS = 10;

/** The parts of an operator that checks strings. */
export interface StringCheck<Value extends Json> {
  readonly name: string;
  readonly read: (value: Json) => Value | Misuse;
  readonly merge: (superior: Value, subordinate: Value) => Value | Misuse;
  /** Prepares the check of one string. */
  readonly prepare: (value: Value) => (string: string) => boolean;
  /** Completes the sentence "member must ...". */
  readonly ruleOf: (value: Value) => string;
  readonly remedy: string;
}

/**
 * An operator of this server that checks a string, or each string of a list (OpenID Federation 1.0 section 6.1.3.2). It
 * is applied after the operators that modify the member, and before `essential`. An absent member passes. A value that is
 * not a string does not pass.
 */
export const stringCheck = <Value extends Json>({
  name,
  read,
  merge,
  prepare,
  ruleOf,
  remedy,
}: StringCheck<Value>): OperatorDefinition<Value> => {
  const compile = (own: Value): Step => {
    const holds = prepare(own);
    const passes = (item: unknown): boolean => typeof item === 'string' && holds(item);
    return (value) => {
      if (value === undefined) return value;
      if (!isList(value)) return passes(value) ? value : refuse(ruleOf(own), remedy);
      if (value.every(passes)) return value;
      const refused = [...value.keys()].filter((index) => !passes(value[index])).slice(0, MOST_COMPLAINTS);
      const rule = ruleOf(own);
      return new Refusal(refused.map((index) => ({ place: `[${index}]`, rule, remedy })));
    };
  };
  return {
    name,
    read,
    merge,
    combinations: (own) => {
      const step = compile(own);
      const refuses = (value: Json): boolean => step(value ?? undefined) instanceof Refusal;
      const holdsFor =
        (operator: string) =>
        (other: Json): string | undefined =>
          refuses(other) ? `must hold for the value of ${operator}` : undefined;
      return {
        value: holdsFor('value'),
        add: holdsFor('add'),
        one_of: (other) => (listOf(other).every(refuses) ? 'must hold for at least one value of one_of' : undefined),
        superset_of: holdsFor('superset_of'),
        anyOther: always,
      };
    },
    compile,
  };
};
