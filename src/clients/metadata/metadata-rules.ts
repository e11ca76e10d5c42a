import type { ClientMetadata } from './client-metadata.dto';
import type { Complaint } from '../../validation/prepared-rules';
import { isLoopback, schemeOf } from './redirect-uri';
import { RESPONSE_TYPES } from './vocabulary';

/** A rule between members: the member that breaks it, where and how, or nothing. */
export type MetadataRule = (metadata: ClientMetadata, asked: ReadonlySet<string>) => MetadataComplaint | undefined;
export interface MetadataComplaint extends Complaint {
  readonly member: keyof ClientMetadata;
}

const REDIRECT_GRANTS = ['authorization_code', 'implicit'] as const;
const usesRedirects = ({ grant_types }: ClientMetadata): boolean =>
  REDIRECT_GRANTS.some((grant) => grant_types.includes(grant));

/** A client without grants could never obtain a token. */
const clientsHaveAGrant: MetadataRule = ({ grant_types }) =>
  grant_types.length === 0
    ? complain('grant_types', 'must not be empty', 'leave it out for authorization_code')
    : undefined;

/** RFC 7591 section 2: clients of redirect-based flows register where they are sent back to. */
const redirectGrantsNeedRedirectUris: MetadataRule = (metadata) =>
  usesRedirects(metadata) && metadata.redirect_uris.length === 0
    ? complain('redirect_uris', 'must not be empty for the grants authorization_code and implicit', 'send at least one')
    : undefined;

/** OpenID Registration 1.0 section 2, RFC 9700 section 2.6: a web client is reached by https only. */
const webClientsRedirectToHttps: MetadataRule = ({ application_type, redirect_uris }) => {
  const at = application_type === 'web' ? redirect_uris.findIndex((uri) => schemeOf(uri) !== 'https') : -1;
  return at < 0
    ? undefined
    : {
        ...complain(
          'redirect_uris',
          'must use https for a web client',
          "register application_type 'native' for loopback redirects",
        ),
        place: `[${at}]`,
      };
};

/** OpenID Registration 1.0 section 2: a web client with the implicit grant never redirects to localhost. */
const implicitWebClientsAvoidLocalhost: MetadataRule = ({ application_type, grant_types, redirect_uris }) => {
  const isImplicit = application_type === 'web' && grant_types.includes('implicit');
  const at = isImplicit ? redirect_uris.findIndex(isLoopback) : -1;
  return at < 0
    ? undefined
    : {
        ...complain(
          'redirect_uris',
          'must not be loopback for a web client with the implicit grant',
          'use a public host',
        ),
        place: `[${at}]`,
      };
};

/** RFC 6749 section 4.4: the client credentials grant is for confidential clients. */
const clientCredentialsNeedAuthentication: MetadataRule = ({ grant_types, token_endpoint_auth_method }) =>
  grant_types.includes('client_credentials') && token_endpoint_auth_method === 'none'
    ? complain(
        'token_endpoint_auth_method',
        'must not be none for the grant client_credentials',
        'use client_secret_basic',
      )
    : undefined;

/** RFC 7591 section 2.1: each response type belongs to its grants. Inert for clients that are never redirected. */
const responseTypesAgreeWithGrants: MetadataRule = (metadata) => {
  if (!usesRedirects(metadata)) return undefined;
  for (const [index, type] of metadata.response_types.entries()) {
    const parts = new Set(type.split(' '));
    const place = `[${index}]`;
    if (!RESPONSE_TYPES.some((known) => isSameSet(new Set(known.split(' ')), parts)))
      return { ...complain('response_types', `must be one of ${RESPONSE_TYPES.join(', ')}`, 'use code'), place };
    const missing = grantsOf(parts).find((grant) => !metadata.grant_types.includes(grant));
    if (missing)
      return { ...complain('response_types', `needs the grant type ${missing}`, `add it to grant_types`), place };
  }
  return undefined;
};

const grantsOf = (parts: ReadonlySet<string>): readonly (typeof REDIRECT_GRANTS)[number][] => [
  ...(parts.has('code') ? (['authorization_code'] as const) : []),
  ...(parts.has('token') || parts.has('id_token') ? (['implicit'] as const) : []),
];

const isSameSet = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
  one.size === other.size && [...one].every((part) => other.has(part));

const complain = (member: keyof ClientMetadata, rule: string, remedy: string): MetadataComplaint => ({
  member,
  place: '',
  rule,
  remedy,
});

/** Checked in this order, once every member by itself is sound. */
export const METADATA_RULES: readonly MetadataRule[] = [
  clientsHaveAGrant,
  redirectGrantsNeedRedirectUris,
  webClientsRedirectToHttps,
  implicitWebClientsAvoidLocalhost,
  clientCredentialsNeedAuthentication,
  responseTypesAgreeWithGrants,
];
