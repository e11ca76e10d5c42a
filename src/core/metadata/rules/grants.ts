import { GRANTS_WITH_AUTHENTICATION } from '../narrowing';
import type { OperatorPolicy } from '../operator-policy';
import { grantsOf, usesRedirects } from '../redirect-grants';
import { RESPONSE_TYPES } from '../vocabulary';
import { violation, type MetadataRule } from './rule';

/** A client without grants could never obtain a token. */
const clientsHaveAGrant: MetadataRule = ({ grant_types }) =>
  grant_types.length === 0
    ? violation('grant_types', 'must not be empty', 'leave grant_types out for its default')
    : undefined;

/** RFC 7591 section 2: clients of redirect-based flows register redirect URIs. */
const redirectGrantsNeedRedirectUris: MetadataRule = (metadata) =>
  usesRedirects(metadata) && metadata.redirect_uris.length === 0
    ? violation(
        'redirect_uris',
        'must not be empty for the grants authorization_code and implicit',
        'send at least one',
      )
    : undefined;

/** RFC 7591 section 2.1: clients of redirect-based flows register a response type. */
const redirectGrantsNeedResponseTypes: MetadataRule = (metadata) =>
  usesRedirects(metadata) && metadata.response_types.length === 0
    ? violation(
        'response_types',
        'must not be empty for the grants authorization_code and implicit',
        `use ${typesWithin(metadata.grant_types).join(', or ')}`,
      )
    : undefined;

/**
 * RFC 7591 section 2.1: a client registers the grants that its response types belong to. This does not apply to clients
 * without a redirect-based grant.
 */
const responseTypesAgreeWithGrants: MetadataRule = ({ grant_types, response_types }, { policy }) => {
  if (!usesRedirects({ grant_types })) return undefined;
  return response_types.flatMap((type, index) => {
    const missing = grantsOf(type).filter((grant) => !grant_types.includes(grant));
    return missing.length === 0
      ? []
      : [violation('response_types', 'must agree with grant_types', agreement(missing, grant_types, policy), index)];
  });
};

/** The remedy: add the missing grants if they are offered, otherwise use response types of the registered grants. */
const agreement = (missing: readonly string[], grant_types: readonly string[], policy: OperatorPolicy): string =>
  missing.every((grant) => policy.permits('grant_types', grant))
    ? `add ${missing.join(' and ')} to grant_types`
    : `use ${typesWithin(grant_types).join(', or ')}`;

const typesWithin = (grant_types: readonly string[]): readonly string[] =>
  RESPONSE_TYPES.filter((type) => grantsOf(type).every((grant) => grant_types.includes(grant)));

/**
 * A public client whose only grants are {@link GRANTS_WITH_AUTHENTICATION} is refused; `narrowing.ts` drops them if it
 * has others.
 */
const someGrantsNeedAuthentication: MetadataRule = ({ grant_types, token_endpoint_auth_method }, { policy }) => {
  const grant = GRANTS_WITH_AUTHENTICATION.find((name) => grant_types.includes(name));
  if (grant === undefined || token_endpoint_auth_method !== 'none') return undefined;
  const secrets = ['client_secret_basic', 'client_secret_post', 'private_key_jwt'];
  const method = secrets.find((name) => policy.permits('token_endpoint_auth_method', name));
  const publicly = `ask for ${policy.permits('grant_types', 'authorization_code') ? 'authorization_code' : 'another grant'} in place of ${grant}`;
  return violation(
    'token_endpoint_auth_method',
    `must not be none for the grant ${grant}`,
    method === undefined ? publicly : `${publicly}, or use ${method} if the client can keep a secret`,
  );
};

/** The rules between grants and other members. */
export const GRANT_RULES: readonly MetadataRule[] = [
  clientsHaveAGrant,
  redirectGrantsNeedRedirectUris,
  redirectGrantsNeedResponseTypes,
  responseTypesAgreeWithGrants,
  someGrantsNeedAuthentication,
];
