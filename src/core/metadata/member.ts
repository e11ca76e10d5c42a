import type { Fault } from '../errors/registration-errors';
import type { Violation, Validator } from '../validation/prepared-rules';
import type { NamedRow } from './metadata-row';
import type { OperatorPolicy } from './operator-choice';
import { PermittedChoice } from './permitted-choice';

/** A row made ready for requests: its rules looked up, its choice narrowed to what the operator permits. */
export class Member {
  readonly name: string;
  /** What may be registered, where the choice is closed. */
  readonly choices: readonly string[] | undefined;
  /** What the member becomes when it is not sent, unless that depends on the others: then see {@link defaultValue}. */
  readonly fixedDefault: unknown;
  private readonly choice: PermittedChoice | undefined;
  private readonly narrowsTo: NamedRow['narrowsTo'];

  constructor(
    readonly row: NamedRow,
    private readonly rules: Validator = () => [],
    policy: OperatorPolicy,
  ) {
    this.name = row.name;
    this.choices = policy.offers(row);
    this.fixedDefault = permittedDefault(row.default, this.choices);
    this.choice = this.choices && new PermittedChoice(this.choices, this.fixedDefault);
    this.narrowsTo = policy.grantPolicy === 'narrow' ? row.narrowsTo : undefined;
  }

  /** What is taken of a value that was sent: of a list that is narrowed, the items that are offered, if they are of use. */
  narrow(value: unknown): unknown {
    const { narrowsTo } = this;
    if (!narrowsTo || !Array.isArray(value)) return value;
    const left = value.filter((item) => typeof item !== 'string' || this.isOffered(item));
    return left.some((item) => typeof item === 'string' && narrowsTo(item)) ? left : value;
  }

  /** What is wrong with a value that was sent, under the name it was sent by: each part of it that is. */
  judge(value: unknown, name = this.name): readonly Fault[] {
    const complaints = this.rules(value);
    const strange = this.choice?.complaintsOf(value, complaints) ?? [];
    if (complaints.length === 0 && strange.length === 0) return [];
    return [...complaints, ...strange]
      .sort(({ index: one = 0 }, { index: other = 0 }) => one - other)
      .map((complaint) => this.fault(complaint, name));
  }

  fault({ place, rule, remedy }: Violation, name = this.name): Fault {
    return { error: this.row.rejectedWith ?? 'invalid_client_metadata', member: `${name}${place}`, rule, remedy };
  }

  isEmpty(value: unknown): boolean {
    return this.row.is.isEmpty?.(value) === true;
  }

  /** What is kept of a value that was judged sound. */
  keptOf(value: unknown): unknown {
    const { kept } = this.row.is;
    return kept ? kept(value) : value;
  }

  /** What the member becomes when it is not sent, beside the members that stand already. */
  defaultValue(standing: Readonly<Record<string, unknown>>): unknown {
    const { default: value } = this.row;
    if (typeof value === 'function') return (value as (metadata: unknown) => unknown)(standing);
    return this.fixedDefault;
  }

  private isOffered(item: string): boolean {
    return this.row.is.knows?.(item) ?? this.choice?.has(item) ?? true;
  }
}

/** A default that the operator does not permit gives way to the first value that is. */
const permittedDefault = (value: unknown, choices: readonly string[] | undefined): unknown => {
  if (!choices) return value;
  if (typeof value === 'string') return choices.includes(value) ? value : choices[0];
  if (!Array.isArray(value) || value.length === 0) return value;
  const left = (value as string[]).filter((choice) => choices.includes(choice));
  return left.length > 0 ? left : choices.slice(0, 1);
};
