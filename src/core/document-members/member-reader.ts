import { isObject } from '../json/json';
import { didYouMean } from '../validation/did-you-mean';

/** A fault of a document: `path` leads to its place, `rule` completes the sentence "path must ...". */
export interface MemberFault {
  readonly path: readonly string[];
  readonly rule: string;
  readonly remedy: string;
}

/** A rule of a text, and what to do about one that breaks it. */
export interface TextRule {
  readonly holds: (text: string) => boolean;
  readonly rule: string;
  readonly remedy: string;
}

const FILLED: TextRule = { holds: (text) => text !== '', rule: 'must be a text', remedy: 'write it in quotes' };

/**
 * Reads the members of one object of a document. What is wrong with them is added to `faults`, and the member then counts as
 * absent. {@link end} reports the members that were not asked for.
 */
export class MemberReader {
  private readonly known: string[] = [];

  private constructor(
    private readonly members: Readonly<Record<string, unknown>>,
    private readonly path: readonly string[],
    readonly faults: MemberFault[],
  ) {}

  /** A reader of a value, which counts as an empty object if it is none. */
  static of(value: unknown, path: readonly string[], faults: MemberFault[]): MemberReader {
    if (isObject(value)) return new MemberReader(value, path, faults);
    faults.push({ path, rule: 'must be an object', remedy: 'write its members below it' });
    return new MemberReader({}, path, []);
  }

  /** Whether the object has the member. */
  has(name: string): boolean {
    this.known.push(name);
    return Object.hasOwn(this.members, name) && this.members[name] !== null;
  }

  text(name: string, { holds, rule, remedy }: TextRule = FILLED): string | undefined {
    if (!this.has(name)) return undefined;
    const value = this.members[name];
    if (typeof value === 'string' && value !== '' && holds(value)) return value;
    return void this.fault([name], rule, remedy);
  }

  /** The same of a member that must be there. */
  requiredText(name: string, rule?: TextRule): string | undefined {
    if (!this.has(name)) return void this.fault([name], 'must be set', `write ${name}:`);
    return this.text(name, rule);
  }

  choice<const Value extends string>(name: string, values: readonly Value[]): Value | undefined {
    const rule = {
      holds: (text: string) => values.some((value) => value === text),
      rule: `must be one of ${values.join(', ')}`,
      remedy: didYouMean(this.members[name], values, 'choose one of them'),
    };
    return this.text(name, rule) as Value | undefined;
  }

  flag(name: string): boolean | undefined {
    if (!this.has(name)) return undefined;
    const value = this.members[name];
    return typeof value === 'boolean'
      ? value
      : void this.fault([name], 'must be true or false', 'write it without quotes');
  }

  integer(name: string, least: number, most: number): number | undefined {
    if (!this.has(name)) return undefined;
    const value = this.members[name];
    const isInRange = Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
    return isInRange
      ? Number(value)
      : void this.fault([name], `must be a whole number from ${least} to ${most}`, 'write it without quotes');
  }

  /** A list of one or more texts, without duplicates. */
  texts(name: string, { holds, rule, remedy }: TextRule = FILLED): readonly string[] | undefined {
    if (!this.has(name)) return undefined;
    const value = this.members[name];
    if (!Array.isArray(value) || value.length === 0)
      return void this.fault([name], 'must be a list of one or more texts', 'write them in brackets: [one, two]');
    value.forEach((item: unknown, index) => {
      if (typeof item !== 'string' || item === '' || !holds(item)) this.fault([name, String(index)], rule, remedy);
    });
    return [...new Set(value.filter((item): item is string => typeof item === 'string'))];
  }

  /** A reader of a member that is an object; `undefined` if the member is absent. */
  object(name: string): MemberReader | undefined {
    return this.has(name) ? MemberReader.of(this.members[name], [...this.path, name], this.faults) : undefined;
  }

  /** The names of all members: for an object whose names the operator chooses. */
  names(): readonly string[] {
    return Object.keys(this.members);
  }

  /** The value of a member as it stands. */
  value(name: string): unknown {
    return this.has(name) ? this.members[name] : undefined;
  }

  /** Adds a fault of a member of this object, or of the object itself. */
  fault(below: readonly string[], rule: string, remedy: string): undefined {
    this.faults.push({ path: [...this.path, ...below], rule, remedy });
  }

  /** Reports the members that were not asked for. */
  end(): void {
    for (const name of Object.keys(this.members).filter((member) => !this.known.includes(member)))
      this.fault([name], `must be one of ${this.known.join(', ')}`, didYouMean(name, this.known, 'leave it out'));
  }
}
