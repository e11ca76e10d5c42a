import { membersOf } from '../http/json-member.decorator';
import type { SchemaObject } from './document-types';

/** The schema of a JSON body that is read into a DTO. */
export const bodySchemaOf = (type: object): SchemaObject => {
  const members = membersOf(type);
  const required = members.filter((member) => member.required !== undefined).map(({ name }) => name);
  return {
    type: 'object',
    additionalProperties: false,
    ...(required.length > 0 && { required }),
    properties: Object.fromEntries(members.map(({ name, about, schema }) => [name, { ...schema, description: about }])),
  };
};
