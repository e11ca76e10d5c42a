import { readFileSync } from 'node:fs';
import { isObject } from '../../core/json/json';
import { METADATA_ROWS } from '../../core/metadata/metadata-table';
import { compileSchema, type SchemaCheck } from './json-schema';
import type { VariableKind } from './variable';

/** A member of client metadata that the operator adds to the table (RFC 7591 section 2: "extensions ... may define"). */
export interface MetadataExtension {
  readonly name: string;
  /** What the member means, for the documentation. */
  readonly description: string;
  readonly schema: Readonly<Record<string, unknown>>;
  readonly check: SchemaCheck;
}

/** The characters of a name, or of a URI that names a member; `#` would begin a language tag. */
const NAME = /^[A-Za-z][A-Za-z0-9_.:/~-]{0,199}$/;
/** The existing members, and `validation`, which a trial adds to its response. */
const KNOWN = new Set([...METADATA_ROWS.map(({ name }) => name), 'validation']);

/** The path of a file `{"webhook_uris": {"description": "...", "schema": {...}}}`; each mistake in it is reported. */
export const metadataExtensions = (): VariableKind<readonly MetadataExtension[]> => ({
  read: (path) => {
    const { extensions, mistakes } = readExtensions(path);
    return mistakes.length > 0 ? undefined : extensions;
  },
  mistakesIn: (path) => readExtensions(path).mistakes,
  rule: 'the path of a JSON file, an object with a description and a JSON schema for each name',
});

interface Reading {
  readonly extensions: MetadataExtension[];
  readonly mistakes: string[];
}

const readExtensions = (path: string): Reading => {
  const reading: Reading = { extensions: [], mistakes: [] };
  let file: unknown;
  try {
    file = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    return { ...reading, mistakes: [`must be a readable JSON file: ${(cause as Error).message}`] };
  }
  if (!isObject(file)) return { ...reading, mistakes: ['must be a JSON object of members by name'] };
  for (const [name, extension] of Object.entries(file)) {
    const read = readExtension(name, extension);
    if (typeof read === 'string') reading.mistakes.push(`${name} ${read}`);
    else reading.extensions.push(read);
  }
  return reading;
};

/** The member, or the rule that it breaks. */
const readExtension = (name: string, extension: unknown): MetadataExtension | string => {
  if (!NAME.test(name)) return 'must be letters, digits and _ . : / ~ - only, beginning with a letter';
  if (KNOWN.has(name) || name in Object.prototype) return 'is a member of this server already; use another name';
  if (!isObject(extension)) return 'must be an object with description and schema';
  const { description, schema, ...others } = extension;
  const [other] = Object.keys(others);
  if (other !== undefined) return `must have description and schema only; take out ${other}`;
  if (typeof description !== 'string' || description.trim() === '') return 'must have a description of its meaning';
  if (!isObject(schema)) return 'must have a JSON schema, an object';
  try {
    return { name, description, schema, check: compileSchema(schema) };
  } catch (cause) {
    return `must have a schema that can be used: ${(cause as Error).message}`;
  }
};
