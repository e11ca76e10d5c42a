import { featureOf, METADATA_ROWS } from '../../core/metadata/metadata-table';
import type { Contribution, ServerMetadataMembers } from './contribution';

/** The lists of the metadata table: what the code supports and the operator permits, by the predicate that validates. */
export const supportedValues: Contribution = ({ permissions }) => {
  const lists = METADATA_ROWS.flatMap((row) => {
    const feature = featureOf(row);
    if (!row.advertisedAs || (feature !== undefined && !permissions.has(feature))) return [];
    return [[row.advertisedAs, row.name === 'scope' ? permissions.scopes : permissions.offers(row)]];
  });
  return {
    ...(Object.fromEntries(lists) as Record<string, unknown>),
    client_metadata_extensions_supported: permissions.extensions.map(({ row }) => row.name),
  };
};

const DEFAULT_ENDPOINT = 'authorization_endpoint';

/** The endpoint that a list is about: as its row says, or for lists without a row as named here. */
const ENDPOINTS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    METADATA_ROWS.flatMap(({ advertisedAs, advertisedFor = DEFAULT_ENDPOINT }) =>
      advertisedAs ? [[advertisedAs, advertisedFor]] : [],
    ),
  ),
  client_metadata_extensions_supported: 'registration_endpoint',
  dpop_signing_alg_values_supported: 'token_endpoint',
  introspection_endpoint_auth_methods_supported: 'introspection_endpoint',
  introspection_endpoint_auth_signing_alg_values_supported: 'introspection_endpoint',
  revocation_endpoint_auth_methods_supported: 'revocation_endpoint',
  revocation_endpoint_auth_signing_alg_values_supported: 'revocation_endpoint',
};

/** Whether a member describes this server: a list about an endpoint that the metadata do not have would be untrue. */
export const isAboutPresentEndpoint = (member: string, metadata: ServerMetadataMembers): boolean =>
  !member.endsWith('_supported') || metadata[ENDPOINTS[member] ?? DEFAULT_ENDPOINT] !== undefined;
