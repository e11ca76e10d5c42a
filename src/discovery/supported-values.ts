import { operatorPolicy } from '../clients/operator-policy';
import { ClientMetadata } from '../core/metadata/client-metadata.dto';
import { rowsOf } from '../core/metadata/metadata-row';
import type { Contribution, ServerMetadataMembers } from './contribution';

/** The lists of the metadata table: what the code supports and the operator permits, by the predicate that validates. */
export const supportedValues: Contribution = (environment) => {
  const policy = operatorPolicy(environment);
  const lists = rowsOf(ClientMetadata).flatMap((row) => {
    if (!row.advertisedAs) return [];
    return [[row.advertisedAs, row.name === 'scope' ? policy.scopes : policy.offers(row)]];
  });
  return {
    ...(Object.fromEntries(lists) as Record<string, unknown>),
    client_metadata_extensions_supported: policy.extensions.map(({ row }) => row.name),
  };
};

/** The endpoint that a list is about. */
const ENDPOINT_OF: readonly (readonly [list: RegExp, endpoint: string])[] = [
  [/^(grant_types|scopes|token_endpoint_.*)_supported$/, 'token_endpoint'],
  [/^client_metadata_.*_supported$/, 'registration_endpoint'],
  [/^introspection_.*_supported$/, 'introspection_endpoint'],
  [/^revocation_.*_supported$/, 'revocation_endpoint'],
  [/^userinfo_.*_supported$/, 'userinfo_endpoint'],
  [/^backchannel_(token|authentication|user_code)_.*_supported$/, 'backchannel_authentication_endpoint'],
  [/^(dpop|software_statement)_.*_supported$/, 'token_endpoint'],
  [/_supported$/, 'authorization_endpoint'],
];

/** Whether a member says something of this server: a list about an endpoint that is not told would be untrue. */
export const isAboutSomething = (member: string, told: ServerMetadataMembers): boolean => {
  const endpoint = ENDPOINT_OF.find(([pattern]) => pattern.test(member))?.[1];
  return endpoint === undefined || told[endpoint] !== undefined;
};
