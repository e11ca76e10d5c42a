/** One element of DER (ITU-T X.690): its tag and its content. */
export interface Der {
  readonly tag: number;
  readonly content: Buffer;
}

/** The elements of a sequence of octets. Throws {@link RangeError} if they are not DER. */
export const elementsOf = (bytes: Buffer): Der[] => {
  const found: Der[] = [];
  for (let at = 0; at < bytes.length;) {
    const tag = bytes.readUInt8(at);
    const { length, begin } = lengthAt(bytes, at + 1);
    if (begin + length > bytes.length) throw new RangeError('an element is longer than its container');
    found.push({ tag, content: bytes.subarray(begin, begin + length) });
    at = begin + length;
  }
  return found;
};

const lengthAt = (bytes: Buffer, at: number): { length: number; begin: number } => {
  const first = bytes.readUInt8(at);
  if (first < 0x80) return { length: first, begin: at + 1 };
  const octets = first & 0x7f;
  if (octets < 1 || octets > 4) throw new RangeError('a length is not definite or too long');
  return { length: bytes.readUIntBE(at + 1, octets), begin: at + 1 + octets };
};

/** An object identifier in dotted form. */
export const dotted = (content: Buffer): string => {
  const arcs: number[] = [];
  let arc = 0;
  for (const octet of content) {
    arc = arc * 128 + (octet & 0x7f);
    if (octet < 0x80) {
      arcs.push(arc);
      arc = 0;
    }
  }
  const [first = 0, ...rest] = arcs;
  const root = Math.min(Math.floor(first / 40), 2);
  return [root, first - root * 40, ...rest].join('.');
};

const UTF8 = 0x0c;
const ONE_OCTET_STRINGS = new Set([0x12, 0x13, 0x14, 0x16]); // numeric, printable, teletex, IA5
const UNIVERSAL = 0x1c;
const BMP = 0x1e;

/** The text of a string element, or `undefined` for another element. */
export const textOf = ({ tag, content }: Der): string | undefined => {
  if (tag === UTF8) return content.toString('utf8');
  if (ONE_OCTET_STRINGS.has(tag)) return content.toString('latin1');
  if (tag === BMP) return Buffer.from(content).swap16().toString('utf16le');
  if (tag === UNIVERSAL)
    return String.fromCodePoint(
      ...Array.from({ length: content.length / 4 }, (_, index) => content.readUInt32BE(index * 4)),
    );
  return undefined;
};
