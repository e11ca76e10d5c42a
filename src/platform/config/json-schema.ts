import type * as Ajv from 'ajv/dist/2020';
import type * as Formats from 'ajv-formats';

/** Loaded for the first schema: most servers have none. */
const ajv2020 = (): typeof Ajv => require('ajv/dist/2020') as typeof Ajv;
const formats = (): typeof Formats => require('ajv-formats') as typeof Formats;

/** The first mistake in a value: its place, such as `[0].name`, and the rule, such as `must be string`. */
interface SchemaFault {
  readonly place: string;
  readonly rule: string;
}

/** Takes a value and gives its first mistake, or nothing. It does not change the value. */
export type SchemaCheck = (value: unknown) => SchemaFault | undefined;

/**
 * Compiles a JSON schema (draft 2020-12, with the formats of its section 7.3). Throws an `Error` that says what is wrong
 * with it: unknown keywords and formats, references to other documents.
 */
export const compileSchema = (schema: Readonly<Record<string, unknown>>): SchemaCheck => {
  const ajv = new (ajv2020().Ajv2020)({ strict: true, strictTypes: false, strictTuples: false, strictRequired: false });
  formats().default(ajv);
  const validate = ajv.compile(schema);
  if ('$async' in validate) throw new Error('$async is not supported');
  return (value) => {
    if (validate(value)) return undefined;
    const [error] = validate.errors ?? [];
    return {
      place: placeOf(error?.instancePath ?? ''),
      rule: (error?.message ?? 'must be as its schema says').replace('NOT', 'not'),
    };
  };
};

/** A JSON pointer (RFC 6901) in the form of error descriptions: `/0/name` is `[0].name`. */
const placeOf = (pointer: string): string =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`))
    .join('');
