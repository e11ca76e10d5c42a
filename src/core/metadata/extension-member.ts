import type { Validator } from '../validation/prepared-rules';
import { isShallow, MOST_LEVELS } from '../json/json';
import { MOST_BYTES } from './kinds/object';
import type { NamedRow } from './metadata-row';

/** A member that the operator defines: a row outside the table, with the validator compiled from its JSON schema. */
export interface ExtensionMember {
  readonly row: NamedRow;
  readonly validate: Validator;
}

/** How the operator defines a member; `check` returns the fault of a value, or `undefined`. */
interface Definition {
  readonly name: string;
  readonly description: string;
  readonly schema: Readonly<Record<string, unknown>>;
  readonly check: (value: unknown) => { readonly place: string; readonly rule: string } | undefined;
}

/** Makes the row and the validator of a member that the operator defines; its size is limited like that of other objects. */
export const extensionMember = ({ name, description, schema, check }: Definition): ExtensionMember => ({
  row: { name, about: description, from: 'the operator of this server', is: { rules: [], schema } },
  validate: (value) => {
    const fault = tooLarge(value) ?? check(value);
    return fault ? [{ ...fault, remedy: `send what the schema of ${name} in /openapi.json describes` }] : [];
  },
});

const tooLarge = (value: unknown): { readonly place: string; readonly rule: string } | undefined => {
  if (!isShallow(value)) return { place: '', rule: `must not be nested deeper than ${MOST_LEVELS} levels` };
  return JSON.stringify(value).length > MOST_BYTES
    ? { place: '', rule: `must be ${MOST_BYTES} bytes of JSON at most` }
    : undefined;
};
