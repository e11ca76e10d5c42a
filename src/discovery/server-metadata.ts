import { seesCertificates } from '../clients/operator-policy';
import type { Environment } from '../config/environment';
import type { Contribution, ServerMetadataMembers } from './contribution';
import { DPOP_ALGS } from '../dpop/dpop-algs';
import { neighbours } from './neighbours';
import { isAboutSomething, supportedValues } from './supported-values';

/** The metadata of this authorization server (RFC 8414 section 2). */
export type ServerMetadata = ServerMetadataMembers & { readonly issuer: string };

const ownEndpoints: Contribution = ({ ISSUER }) => ({
  token_endpoint: `${ISSUER}/token`,
  registration_endpoint: `${ISSUER}/register`,
  jwks_uri: `${ISSUER}/.well-known/jwks.json`,
  introspection_endpoint: `${ISSUER}/introspect`,
  revocation_endpoint: `${ISSUER}/revoke`,
  protected_resources: [`${ISSUER}/register`],
});

/** The guard of the token endpoint authenticates clients at these endpoints too. */
const authenticationElsewhere: Contribution = (environment) => {
  const atToken = supportedValues(environment);
  const methods = atToken['token_endpoint_auth_methods_supported'];
  const algs = atToken['token_endpoint_auth_signing_alg_values_supported'];
  return {
    introspection_endpoint_auth_methods_supported: (methods as string[] | undefined)?.filter((one) => one !== 'none'),
    introspection_endpoint_auth_signing_alg_values_supported: algs,
    revocation_endpoint_auth_methods_supported: methods,
    revocation_endpoint_auth_signing_alg_values_supported: algs,
  };
};

/** RFC 9449 section 5.1. */
const proofs: Contribution = () => ({ dpop_signing_alg_values_supported: DPOP_ALGS });

/** RFC 8705 section 3.3. */
const boundTokens: Contribution = (environment) => ({
  ...(seesCertificates(environment) && { tls_client_certificate_bound_access_tokens: true }),
});

/** The same endpoints where clients are asked for certificates (RFC 8705 section 5). */
const certificateAliases: Contribution = (environment) => {
  const { MTLS_ADDRESS: address } = environment;
  if (address === '' || !seesCertificates(environment)) return {};
  const aliases = {
    token_endpoint: `${address}/token`,
    registration_endpoint: `${address}/register`,
    introspection_endpoint: `${address}/introspect`,
    revocation_endpoint: `${address}/revoke`,
  };
  return { mtls_endpoint_aliases: aliases };
};

/** All that is told, each by the room that knows it; a later one wins. */
const CONTRIBUTIONS: readonly Contribution[] = [
  ownEndpoints,
  supportedValues,
  authenticationElsewhere,
  proofs,
  boundTokens,
  certificateAliases,
  neighbours,
];

/** What an OpenID provider must tell (OpenID Discovery 1.0 section 3). */
const REQUIRED_BY_OPENID = [
  ...['issuer', 'authorization_endpoint', 'token_endpoint', 'jwks_uri'],
  ...['response_types_supported', 'subject_types_supported', 'id_token_signing_alg_values_supported'],
];

/**
 * Derived from what the rooms tell. Left out are absent values, empty lists (RFC 8414 section 3.2) and lists about an
 * endpoint that is not there.
 */
export const serverMetadata = (environment: Environment): ServerMetadata => {
  const told: ServerMetadata = Object.assign(
    { issuer: environment.ISSUER },
    ...CONTRIBUTIONS.map((contribute) => contribute(environment)),
  ) as ServerMetadata;
  const members = Object.entries(told).filter(
    ([member, value]) => value !== undefined && !isEmptyList(value) && isAboutSomething(member, told),
  );
  return Object.fromEntries(members) as ServerMetadata;
};

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

/** The same as the metadata of an OpenID provider, or nothing when a member that must be there would be missing. */
export const openIdProviderMetadata = (environment: Environment): ServerMetadata | undefined => {
  const metadata = serverMetadata(environment);
  const isProvider = environment.SCOPES.includes('openid') && REQUIRED_BY_OPENID.every((member) => member in metadata);
  return isProvider ? metadata : undefined;
};
