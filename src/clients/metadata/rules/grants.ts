import type { ClientMetadata } from '../client-metadata.dto';
import { complain, type MetadataRule } from './rule';

const REDIRECT_GRANTS = ['authorization_code', 'implicit'] as const;
type RedirectGrant = (typeof REDIRECT_GRANTS)[number];

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

/** RFC 7591 section 2.1: who is redirected is redirected with something. */
const redirectGrantsNeedResponseTypes: MetadataRule = (metadata) =>
  usesRedirects(metadata) && metadata.response_types.length === 0
    ? complain('response_types', 'must not be empty for the grants authorization_code and implicit', 'use code')
    : undefined;

/** RFC 7591 section 2.1: each response type belongs to its grants. Inert for clients that are never redirected. */
const responseTypesAgreeWithGrants: MetadataRule = (metadata) => {
  if (!usesRedirects(metadata)) return undefined;
  for (const [index, type] of metadata.response_types.entries()) {
    const missing = grantsOf(type).find((grant) => !metadata.grant_types.includes(grant));
    if (missing)
      return complain('response_types', `must agree with grant_types`, `add ${missing} to grant_types`, index);
  }
  return undefined;
};

const grantsOf = (responseType: string): readonly RedirectGrant[] => {
  const parts = responseType.split(' ');
  return REDIRECT_GRANTS.filter((grant) =>
    parts.some((part) => (part === 'code') === (grant === 'authorization_code')),
  );
};

/** RFC 6749 section 4.4, OpenID CIBA 1.0 section 7: what these grants give is for clients that authenticate. */
const someGrantsNeedAuthentication: MetadataRule = ({ grant_types, token_endpoint_auth_method }) => {
  const grant = (['client_credentials', 'urn:openid:params:grant-type:ciba'] as const).find((name) =>
    grant_types.includes(name),
  );
  return grant && token_endpoint_auth_method === 'none'
    ? complain('token_endpoint_auth_method', `must not be none for the grant ${grant}`, 'use client_secret_basic')
    : undefined;
};

/** What the grants ask of the members beside them. */
export const GRANT_RULES: readonly MetadataRule[] = [
  clientsHaveAGrant,
  redirectGrantsNeedRedirectUris,
  redirectGrantsNeedResponseTypes,
  responseTypesAgreeWithGrants,
  someGrantsNeedAuthentication,
];
