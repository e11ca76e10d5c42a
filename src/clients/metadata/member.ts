import type { Fault } from '../../oauth/registration-errors';
import type { Complaint, Judge } from '../../validation/prepared-rules';
import type { NamedRow } from './metadata-row';
import type { OperatorPolicy } from './operator-choice';

/** A row made ready for requests: its rules looked up, its choice narrowed to what the operator permits. */
export class Member {
  readonly name: string;
  /** What may be registered, where the choice is closed. */
  readonly choices: readonly string[] | undefined;
  private readonly permitted: ReadonlySet<unknown>;
  /** What the member becomes when it is not sent, unless that depends on the others: then see {@link defaultValue}. */
  readonly fixedDefault: unknown;

  constructor(
    readonly row: NamedRow,
    private readonly rules: Judge = () => undefined,
    policy: OperatorPolicy,
  ) {
    this.name = row.name;
    this.choices = policy.offers(row);
    this.permitted = new Set(this.choices);
    this.fixedDefault = this.narrowed(row.default);
  }

  /** What is wrong with a value that was sent, under the name it was sent by. */
  judge(value: unknown, name = this.name): Fault | undefined {
    const complaint = this.rules(value) ?? this.strangeChoice(value);
    return complaint && this.fault(complaint, name);
  }

  fault({ place, rule, remedy }: Complaint, name = this.name): Fault {
    return { error: this.row.rejectedWith ?? 'invalid_client_metadata', member: `${name}${place}`, rule, remedy };
  }

  isEmpty(value: unknown): boolean {
    return this.row.is.isEmpty?.(value) === true;
  }

  /** What the member becomes when it is not sent, beside the members that stand already. */
  defaultValue(standing: Readonly<Record<string, unknown>>): unknown {
    const { default: value } = this.row;
    if (typeof value === 'function') return (value as (metadata: unknown) => unknown)(standing);
    return this.fixedDefault;
  }

  private strangeChoice(value: unknown): Complaint | undefined {
    if (!this.choices) return undefined;
    const list = Array.isArray(value) ? (value as unknown[]) : [value];
    const index = list.findIndex((choice) => !this.permitted.has(choice));
    if (index < 0) return undefined;
    const place = Array.isArray(value) ? `[${index}]` : '';
    if (this.choices.length === 0)
      return { place, rule: 'must not be sent; no value is offered here', remedy: 'leave it out' };
    return { place, rule: `must be one of ${this.choices.join(', ')}`, remedy: this.wayOut() };
  }

  /** What a refused choice is told to do: most members have a default that works. */
  private wayOut(): string {
    const [value] = [this.fixedDefault].flat();
    return typeof value === 'string' ? `leave it out for ${value}` : 'leave it out';
  }

  /** A default that the operator does not permit gives way to the first value that is. */
  private narrowed(value: unknown): unknown {
    if (!this.choices) return value;
    if (typeof value === 'string') return this.permitted.has(value) ? value : this.choices[0];
    if (!Array.isArray(value) || value.length === 0) return value;
    const left = value.filter((choice) => this.permitted.has(choice));
    return left.length > 0 ? left : this.choices.slice(0, 1);
  }
}
