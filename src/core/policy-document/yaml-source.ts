import type { Document, LineCounter, Pair } from 'yaml';
import { type DocumentFault, InvalidDocument } from './document-faults';
import { isNestedAtMost } from './nesting';
import { yaml } from './yaml';

/** A longer document is refused before it is read. */
const LONGEST_TEXT = 256 * 1024;
/** So many values may come from aliases, those within an alias included. */
const MOST_ALIASES = 100;
/** Enough for a policy: values of operators have 16 levels at most. */
const MOST_LEVELS = 32;

/** A YAML document (1.2; JSON is YAML) as plain values, and the line of each. */
export class YamlSource {
  private constructor(
    readonly value: unknown,
    private readonly document: Document,
    private readonly lines: LineCounter,
  ) {}

  /**
   * Reads a text. Gives all faults of its syntax otherwise: duplicate keys and unknown tags are faults, and the text is
   * limited to 256 KiB, 32 levels and 100
   * aliases.
   */
  static read(text: string): YamlSource | InvalidDocument {
    if (text.length > LONGEST_TEXT)
      return refused(`must have ${LONGEST_TEXT} characters at most`, 'write several documents');
    if (!isNestedAtMost(MOST_LEVELS, text)) return refused(`must have ${MOST_LEVELS} levels at most`, 'flatten it');
    const { LineCounter, parseDocument } = yaml();
    const lines = new LineCounter();
    try {
      const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
      const problems = [...document.errors, ...document.warnings];
      if (problems.length > 0)
        return new InvalidDocument(
          problems.map(({ pos: [at], message }) =>
            faultAt(lines.linePos(at).line, 'must be YAML or JSON', `correct the syntax: ${inOneLine(message)}`),
          ),
        );
      return new YamlSource(document.toJS({ maxAliasCount: MOST_ALIASES }), document, lines);
    } catch (error) {
      if (!(error instanceof ReferenceError)) throw error; // that is how the parser refuses aliases
      return refused(`must use aliases for ${MOST_ALIASES} values at most`, 'write some of the values in full');
    }
  }

  /** The line of the value at a path, or of the nearest value above it that is there. */
  lineOf(path: readonly string[]): number {
    const { isAlias, isMap, isSeq } = yaml();
    let [at] = this.document.range ?? [0];
    let node: unknown = this.document.contents;
    for (const name of path) {
      const whole = isAlias(node) ? node.resolve(this.document) : node;
      const pair = isMap(whole) ? whole.items.find(({ key }) => isNamed(key, name)) : undefined;
      node = pair?.value ?? (isSeq(whole) ? whole.items[Number(name)] : undefined);
      const place = pair?.key ?? node;
      if (!hasRange(place)) break;
      [at] = place.range;
    }
    return this.lines.linePos(at).line;
  }
}

const faultAt = (line: number, rule: string, remedy: string): DocumentFault => ({ line, path: [], rule, remedy });

const refused = (rule: string, remedy: string): InvalidDocument => new InvalidDocument([faultAt(1, rule, remedy)]);

const inOneLine = (message: string): string => message.replace(/\s+/g, ' ').trim();

const isNamed = (key: Pair['key'], name: string): boolean => yaml().isScalar(key) && String(key.value) === name;

const hasRange = (node: unknown): node is { readonly range: readonly [number, number, number] } =>
  typeof node === 'object' && node !== null && Array.isArray((node as { range?: unknown }).range);
