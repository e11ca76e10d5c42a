import type { Fault } from '../errors/registration-errors';
import type { Validator, Violation } from '../validation/prepared-rules';
import type { NamedRow } from './metadata-row';
import { featureOf } from './metadata-table';
import type { OperatorPolicy } from './operator-policy';
import { PermittedChoice } from './permitted-choice';

type Values = Readonly<Record<string, unknown>>;

const NONE: readonly Violation[] = [];
const NO_FAULTS: readonly Fault[] = [];

/**
 * A row prepared for requests: its rules are looked up, and its choices are reduced to those that the operator permits.
 */
export class Member {
  readonly name: string;
  /** The values that may be registered, if the choice is closed. */
  readonly choices: readonly string[] | undefined;
  /** Whether the default depends on other members: see {@link defaultBeside}. */
  readonly isDerived: boolean;
  /** The value if the member is not sent; if it is derived, only where the other members permit that. */
  readonly fixedDefault: unknown;
  /** Whether a value that is sent counts as not sent, because this server does without the feature that reads it. */
  readonly isDisregarded: boolean;
  private readonly choice: PermittedChoice | undefined;
  private readonly narrowsTo: NamedRow['narrowsTo'];

  constructor(
    readonly row: NamedRow,
    private readonly validate: Validator = () => [],
    policy: OperatorPolicy,
  ) {
    this.name = row.name;
    this.choices = policy.offers(row);
    this.isDerived = typeof row.default === 'function' || row.needs !== undefined;
    this.fixedDefault = permittedDefault(row.default, this.choices);
    const feature = featureOf(row);
    this.isDisregarded = feature !== undefined && !policy.has(feature);
    this.choice = this.choices && new PermittedChoice(this.choices, this.isDerived ? undefined : this.fixedDefault);
    this.narrowsTo = policy.grantPolicy === 'narrow' ? row.narrowsTo : undefined;
  }

  /** Drops the items of a list that are not offered, if the row permits that for the rest: see `narrowsTo`. */
  narrow(value: unknown): unknown {
    const { narrowsTo } = this;
    if (!narrowsTo || !Array.isArray(value)) return value;
    const left = value.filter((item) => typeof item !== 'string' || this.isOffered(item));
    return left.some((item) => typeof item === 'string' && narrowsTo(item)) ? left : value;
  }

  /** The faults of a value that was sent, under the name it was sent by: one for each faulty part. */
  faultsOf(value: unknown, name = this.name): readonly Fault[] {
    const violations = this.row.is.isPlain?.(value) === true ? NONE : this.validate(value);
    const unpermitted = this.choice?.violationsOf(value, violations) ?? NONE;
    if (violations.length === 0 && unpermitted.length === 0) return NO_FAULTS;
    return [...violations, ...unpermitted]
      .sort(({ index: one = 0 }, { index: other = 0 }) => one - other)
      .map((violation) => this.fault(violation, name));
  }

  fault({ place, rule, remedy }: Violation, name = this.name): Fault {
    return { error: this.row.rejectedWith ?? 'invalid_client_metadata', member: `${name}${place}`, rule, remedy };
  }

  isEmpty(value: unknown): boolean {
    return this.row.is.isEmpty?.(value) === true;
  }

  /** The part of a valid value that is stored. */
  storedValue(value: unknown): unknown {
    const { stored } = this.row.is;
    return stored ? stored(value) : value;
  }

  /** The value if the member is not sent. Takes the members that already have a value. */
  defaultBeside(values: Values): unknown {
    const { default: value, needs } = this.row;
    if (needs !== undefined && values[needs] === undefined) return undefined;
    return typeof value === 'function' ? (value as (registered: Values) => unknown)(values) : this.fixedDefault;
  }

  private isOffered(item: string): boolean {
    return this.row.is.knows?.(item) ?? this.choice?.has(item) ?? true;
  }
}

/** The default, or the first value that the operator permits in place of one that is not permitted. */
const permittedDefault = (value: unknown, choices: readonly string[] | undefined): unknown => {
  if (!choices) return value;
  if (typeof value === 'string') return choices.includes(value) ? value : choices[0];
  if (!Array.isArray(value) || value.length === 0) return value;
  const left = (value as string[]).filter((choice) => choices.includes(choice));
  return left.length > 0 ? left : choices.slice(0, 1);
};
