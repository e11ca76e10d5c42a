import { didYouMean } from '../validation/did-you-mean';
import type { Violation } from '../validation/prepared-rules';

const NONE: readonly Violation[] = [];

/** The values that the operator permits of a closed choice. */
export class PermittedChoice {
  private readonly permitted: ReadonlySet<unknown>;

  /** `byDefault` is the value of the member if it is not sent; absent if that depends on other members. */
  constructor(
    private readonly values: readonly string[],
    private readonly byDefault: unknown,
  ) {
    this.permitted = new Set(values);
  }

  has(value: unknown): boolean {
    return this.permitted.has(value);
  }

  /** The violations of a value, or of the items of a list that have no earlier violation. */
  violationsOf(value: unknown, earlier: readonly Violation[]): readonly Violation[] {
    if (!Array.isArray(value)) return earlier.length > 0 || this.has(value) ? NONE : [this.violationOfValue(value)];
    const list = value as readonly unknown[];
    if (list.every((item) => this.has(item)) || earlier.some(({ index }) => index === undefined)) return NONE;
    const refused = new Set(earlier.map(({ index }) => index));
    const remedy = list.some((item) => this.has(item)) ? 'leave it out' : this.remedyForItem();
    return list.flatMap((item, index) =>
      refused.has(index) || this.has(item) ? [] : [{ ...this.unsupportedChoice(item, `[${index}]`, remedy), index }],
    );
  }

  private violationOfValue(value: unknown): Violation {
    const { byDefault } = this;
    const remedy = typeof byDefault === 'string' ? `leave it out for ${byDefault}` : 'leave it out';
    return this.unsupportedChoice(value, '', remedy);
  }

  /** The remedy begins with the value that was probably meant. */
  private unsupportedChoice(value: unknown, place: string, otherwise: string): Violation {
    const { values } = this;
    if (values.length === 0)
      return { place, rule: 'must not be sent; no value is offered here', remedy: 'leave it out' };
    return { place, rule: `must be one of ${values.join(', ')}`, remedy: didYouMean(value, values, otherwise) };
  }

  /** The only item of a list cannot be removed, because an empty list does not get the default. */
  private remedyForItem(): string {
    const [first] = Array.isArray(this.byDefault) ? (this.byDefault as unknown[]) : [];
    const value = typeof first === 'string' ? first : this.values[0];
    return value === undefined ? 'leave it out' : `use ${value}`;
  }
}
