/**
 * A fault of a document of policies. `path` leads to its place (`policies`, `partners`, `metadata_policy`), `rule`
 * completes the sentence "path must ...", `remedy` says how to correct it.
 */
export interface DocumentFault {
  /** The line of the document, from 1 on. */
  readonly line: number;
  /** Empty for the document as a whole. */
  readonly path: readonly string[];
  readonly rule: string;
  readonly remedy: string;
}

/** A document of policies that cannot be used. */
export class InvalidDocument {
  constructor(
    /** All faults, at least one, in the order of their lines. */
    readonly faults: readonly DocumentFault[],
  ) {}
}

/** The faults as sentences, each with the file and the line: `policies.yaml:4: policies.x must ...; do ...`. */
export const sentencesOf = (file: string, { faults }: InvalidDocument): readonly string[] =>
  faults.map(
    ({ line, path, rule, remedy }) =>
      `${file}:${line}: ${path.length > 0 ? path.join('.') : 'the document'} ${rule}; ${remedy}`,
  );
