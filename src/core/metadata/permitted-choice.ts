import { didYouMean } from '../validation/did-you-mean';
import type { Violation } from '../validation/prepared-rules';

const NONE: readonly Violation[] = [];

/** The values that the operator permits of a closed choice. */
export class PermittedChoice {
  private readonly permitted: ReadonlySet<unknown>;

  /** `byDefault` is what the member becomes when it is not sent. */
  constructor(
    private readonly values: readonly string[],
    private readonly byDefault: unknown,
  ) {
    this.permitted = new Set(values);
  }

  has(value: unknown): boolean {
    return this.permitted.has(value);
  }

  /** What is wrong with a value, or with the items of a list that no earlier complaint is about. */
  complaintsOf(value: unknown, earlier: readonly Violation[]): readonly Violation[] {
    if (!Array.isArray(value)) return earlier.length > 0 || this.has(value) ? NONE : [this.complaintOfValue(value)];
    const list = value as readonly unknown[];
    if (list.every((item) => this.has(item)) || earlier.some(({ index }) => index === undefined)) return NONE;
    const judged = new Set(earlier.map(({ index }) => index));
    const remedy = list.some((item) => this.has(item)) ? 'leave it out' : this.useAnother();
    return list.flatMap((item, index) =>
      judged.has(index) || this.has(item) ? [] : [{ ...this.complaint(item, `[${index}]`, remedy), index }],
    );
  }

  private complaintOfValue(value: unknown): Violation {
    const { byDefault } = this;
    return this.complaint(value, '', typeof byDefault === 'string' ? `leave it out for ${byDefault}` : 'leave it out');
  }

  /** What was probably meant comes first, then what works here. */
  private complaint(value: unknown, place: string, otherwise: string): Violation {
    const { values } = this;
    if (values.length === 0)
      return { place, rule: 'must not be sent; no value is offered here', remedy: 'leave it out' };
    return { place, rule: `must be one of ${values.join(', ')}`, remedy: didYouMean(value, values, otherwise) };
  }

  /** A list whose only item is left out is empty, which is not its default. */
  private useAnother(): string {
    const [first] = Array.isArray(this.byDefault) ? (this.byDefault as unknown[]) : [];
    const value = typeof first === 'string' ? first : this.values[0];
    return value === undefined ? 'leave it out' : `use ${value}`;
  }
}
