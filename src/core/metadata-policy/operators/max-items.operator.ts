import { isList, type Json } from '../json';
import { counted } from '../lists';
import { listOf, noList, readCount } from '../operands';
import { always, type OperatorDefinition, refuse } from '../operator';

/** `max_items`, an operator of this server: the member, if present, is a list of at most this many values. */
export const maxItemsOperator: OperatorDefinition<number> = {
  name: 'max_items',
  read: readCount,
  merge: Math.min,
  combinations: (own) => {
    const holdsFor =
      (operator: string) =>
      (other: Json): string | undefined =>
        listOf(other).length > own ? `must allow all values of ${operator}` : undefined;
    return {
      value: (other) =>
        other === null || isList(other) ? holdsFor('value')(other) : 'must not be combined with a single value',
      add: holdsFor('add'),
      one_of: () => 'must not be combined with one_of, which is for single values',
      superset_of: holdsFor('superset_of'),
      anyOther: always,
    };
  },
  compile: (most) => (value) => {
    if (value === undefined) return value;
    if (!isList(value)) return noList();
    return value.length <= most ? value : refuse(`must have ${counted(most, 'value')} at most`, 'leave some out');
  },
};
