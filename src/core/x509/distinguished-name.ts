import { attributeType } from './attribute-types';
import { elementsOf, textOf } from './der';

/** One attribute of a name: its type in dotted form, its value as text. */
export interface Attribute {
  readonly type: string;
  readonly value: string;
}

/** A name in the order of certificates: the most general part first, each part a set of attributes. */
export type DistinguishedName = readonly (readonly Attribute[])[];

const TYPE = /\s*([A-Za-z0-9.-]+)\s*=\s*/y;
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const HEX_VALUE = /#((?:[0-9a-fA-F]{2})+)\s*/y;
const TEXT_VALUE = /(?:\\[0-9a-fA-F]{2}|\\[ "#+,;<=>\\]|[^\\",;<>+\0])*/y;

/** Reads a name in the string form of RFC 4514. `undefined` if the text does not have that form. */
export const parseName = (text: string): DistinguishedName | undefined => {
  const parts: Attribute[][] = [[]];
  for (let at = 0; ; at += 1) {
    const type = take(TYPE, text, at);
    const oid = attributeType(type?.[1] ?? '');
    if (!type || oid === undefined) return undefined;
    at += type[0].length;
    const [length, value] = valueAt(text, at);
    if (value === undefined) return undefined;
    parts.at(-1)?.push({ type: oid, value });
    at += length;
    if (at === text.length) return parts.reverse();
    if (text[at] === ',') parts.push([]);
    else if (text[at] !== '+') return undefined;
  }
};

/**
 * Whether two names are the same (RFC 5280 section 7.1): the same parts in the same order, each part as a set. Case,
 * the form of Unicode and the amount of space do not matter in values.
 */
export const isSameName = (one: DistinguishedName, other: DistinguishedName): boolean =>
  one.length > 0 && one.length === other.length && one.every((part, index) => isSamePart(part, other[index] ?? []));

const isSamePart = (one: readonly Attribute[], other: readonly Attribute[]): boolean => {
  const [left, right] = [one, other].map((part) => part.map(prepared).sort());
  return left !== undefined && left.length === right?.length && left.every((text, index) => text === right[index]);
};

const prepared = ({ type, value }: Attribute): string =>
  `${type}=${value.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim()}`;

const take = (pattern: RegExp, text: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at;
  return pattern.exec(text);
};

/** The length of the value at a place, and the value. */
const valueAt = (text: string, at: number): readonly [number, string | undefined] => {
  const hex = take(HEX_VALUE, text, at);
  if (hex) return [hex[0].length, encodedText(Buffer.from(hex[1] ?? '', 'hex'))];
  if (text[at] === '#') return [0, undefined];
  const [written = ''] = take(TEXT_VALUE, text, at) ?? [];
  return [written.length, written.trim() === '' ? undefined : unescaped(written)];
};

const encodedText = (bytes: Buffer): string | undefined => {
  try {
    const [element, ...rest] = elementsOf(bytes);
    if (!element || rest.length > 0) return undefined;
    return textOf(element) ?? `#${element.content.toString('hex')}`;
  } catch {
    return undefined;
  }
};

/**
 * A pair of hex digits is an octet of UTF-8, any other escaped character is itself (RFC 4514 section 2.4). `undefined` for
 * octets that are not UTF-8.
 */
const unescaped = (text: string): string | undefined => {
  try {
    return text.replaceAll(/(?:\\[0-9a-fA-F]{2})+|\\(.)/g, (escaped: string, character?: string) =>
      character === undefined ? UTF8.decode(Buffer.from(escaped.replaceAll('\\', ''), 'hex')) : character,
    );
  } catch {
    return undefined;
  }
};
