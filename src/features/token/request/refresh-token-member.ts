import type { SchemaObject } from '../../../platform/openapi/document-types';

/** The refresh token in a response (RFC 6749 section 5.1), for the OpenAPI document. */
export const REFRESH_TOKEN: Readonly<Record<'refresh_token', SchemaObject>> = {
  refresh_token: { type: 'string', description: 'The next refresh token, if the client gets any.' },
};
