import { isObject } from '../../../core/json/json';
import { MAX_PARAMETERS } from '../../../platform/http/read-form';

/**
 * How the parameters reached the server: in the open, by a pushed request (RFC 9126), in a signed object (RFC 9101), or in
 * an object that was pushed.
 */
export type ParameterSource = 'plain' | 'pushed' | 'object' | 'pushed object';

/** Of the query or the form, in bytes. */
const MOST_BYTES = 16 * 1024;

/** Why parameters could not be read: `long` if there are too many. */
export class UnreadableParameters extends Error {
  override readonly name = 'UnreadableParameters';

  constructor(readonly kind: 'malformed' | 'long') {
    super(kind);
  }
}

/** The parameters of an authorization request (RFC 6749 section 4.1.1). A parameter with an empty value counts as omitted. */
export class AuthorizationParameters {
  private readonly values = new Map<string, string[]>();
  private readonly repeated = new Set<string>();

  constructor(
    pairs: Iterable<readonly [name: string, value: string]>,
    readonly source: ParameterSource = 'plain',
  ) {
    const names = new Set<string>();
    for (const [name, value] of pairs) {
      if (names.has(name)) this.repeated.add(name);
      names.add(name);
      if (value === '') continue;
      const known = this.values.get(name);
      if (known) known.push(value);
      else this.values.set(name, [value]);
    }
  }

  /** The first value of a parameter; `undefined` if it was not sent. */
  get(name: string): string | undefined {
    return this.values.get(name)?.[0];
  }

  /** All values of a parameter that may be repeated. */
  all(name: string): readonly string[] {
    return this.values.get(name) ?? [];
  }

  /** Whether a parameter was sent more than once, even with empty values. */
  isRepeated(name: string): boolean {
    return this.repeated.has(name);
  }

  /** All parameters that have a value, to make others of them. */
  get pairs(): readonly (readonly [name: string, value: string])[] {
    return [...this.values].flatMap(([name, values]) => values.map((value) => [name, value] as const));
  }

  get isPushed(): boolean {
    return this.source === 'pushed' || this.source === 'pushed object';
  }

  get isSigned(): boolean {
    return this.source === 'object' || this.source === 'pushed object';
  }

  /** The names of the parameters that were sent more than once. */
  get repeatedNames(): readonly string[] {
    return [...this.repeated];
  }
}

/**
 * Reads a query or a form, strictly: throws {@link UnreadableParameters} for a malformed percent-encoding, for octets
 * that are no UTF-8, for NUL, and for more than {@link MOST_BYTES} or {@link MAX_PARAMETERS}.
 */
export const readParameters = (text: string): AuthorizationParameters => {
  if (Buffer.byteLength(text) > MOST_BYTES) throw new UnreadableParameters('long');
  const pairs = text.split('&').filter((pair) => pair !== '');
  if (pairs.length > MAX_PARAMETERS) throw new UnreadableParameters('long');
  return new AuthorizationParameters(pairs.map(pairOf));
};

/**
 * The members of a verified request object, or of a stored pushed request, as parameters. Members of other types are left
 * out. Throws {@link UnreadableParameters} for NUL and for a half of a surrogate pair.
 */
export const parametersOf = (
  members: Readonly<Record<string, unknown>>,
  source: Exclude<ParameterSource, 'plain'>,
): AuthorizationParameters =>
  new AuthorizationParameters(
    Object.entries(members).flatMap(([name, value]) => textsOf(value).map((text) => [name, whole(text)] as const)),
    source,
  );

const textsOf = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.filter((one) => typeof one === 'string');
  if (typeof value === 'string') return [value];
  if (typeof value === 'number' || isObject(value)) return [JSON.stringify(value)];
  return [];
};

const pairOf = (pair: string): readonly [string, string] => {
  const at = pair.indexOf('=');
  return at < 0 ? [decoded(pair), ''] : [decoded(pair.slice(0, at)), decoded(pair.slice(at + 1))];
};

const decoded = (text: string): string => {
  try {
    return whole(decodeURIComponent(text.replaceAll('+', ' ')));
  } catch {
    throw new UnreadableParameters('malformed');
  }
};

const whole = (text: string): string => {
  if (/[\0\p{Surrogate}]/u.test(text)) throw new UnreadableParameters('malformed');
  return text;
};
