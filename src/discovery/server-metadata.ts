import type { Environment } from '../platform/config/environment';
import { tokenIssuer } from '../platform/config/own-addresses';
import { StartFailure } from '../platform/config/start-failure';
import type { Contribution, ServerMetadataMembers } from './contribution';
import { externalEndpoints, externalTokenEndpoints } from './external-endpoints';
import { certificateAliases, ownTokens, registration } from './own-endpoints';
import { isAboutPresentEndpoint, supportedValues } from './supported-values';

/** The metadata of an authorization server (RFC 8414 section 2). */
export type ServerMetadata = ServerMetadataMembers & { readonly issuer: string };

/** Clients authenticate at these endpoints as they do at the token endpoint. */
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

/** The contributions about clients, in every case. If two contribute the same member, the later one applies. */
const CLIENTS: readonly Contribution[] = [registration, supportedValues, authenticationElsewhere];

const alone = (grants: readonly string[]): readonly Contribution[] => [
  ...CLIENTS,
  ownTokens(grants),
  certificateAliases(true),
  externalEndpoints(grants),
];

const besideATokenEndpoint = (grants: readonly string[]): readonly Contribution[] => [
  ...CLIENTS,
  externalTokenEndpoints,
  certificateAliases(false),
  externalEndpoints(grants),
];

const oursBesideATokenEndpoint = (grants: readonly string[]): readonly Contribution[] => [
  ...CLIENTS,
  ownTokens(grants),
  certificateAliases(true),
];

/** What an OpenID provider must tell (OpenID Discovery 1.0 section 3). */
const REQUIRED_BY_OPENID = [
  ...['issuer', 'authorization_endpoint', 'token_endpoint', 'jwks_uri'],
  ...['response_types_supported', 'subject_types_supported', 'id_token_signing_alg_values_supported'],
];

/**
 * The metadata of the issuer. Takes the grants that this server serves itself. Throws {@link StartFailure} if
 * `DISCOVERY_EXTRA` has a member that is published anyway.
 */
export const serverMetadata = (environment: Environment, grants: readonly string[]): ServerMetadata => {
  const { ISSUER, TOKEN_ENDPOINT, DISCOVERY_EXTRA } = environment;
  const told = metadataOf(ISSUER, (TOKEN_ENDPOINT === undefined ? alone : besideATokenEndpoint)(grants), environment);
  const twice = Object.keys(DISCOVERY_EXTRA).find((member) => Object.hasOwn(told, member));
  if (twice !== undefined)
    throw new StartFailure(`DISCOVERY_EXTRA must not have ${twice}, which follows from other variables; remove it`);
  return { ...withoutSilence(told), ...DISCOVERY_EXTRA };
};

/**
 * The metadata of this server as the issuer of tokens for `/register`, if an external server has the token endpoint of
 * the issuer; otherwise nothing.
 */
export const registrarMetadata = (environment: Environment, grants: readonly string[]): ServerMetadata | undefined =>
  environment.TOKEN_ENDPOINT === undefined
    ? undefined
    : withoutSilence(metadataOf(tokenIssuer(environment), oursBesideATokenEndpoint(grants), environment));

/** The metadata of the issuer as an OpenID provider, or nothing when a member that must be there would be missing. */
export const openIdProviderMetadata = (
  environment: Environment,
  grants: readonly string[],
): ServerMetadata | undefined => {
  const metadata = serverMetadata(environment, grants);
  const isProvider = environment.SCOPES.includes('openid') && REQUIRED_BY_OPENID.every((member) => member in metadata);
  return isProvider ? metadata : undefined;
};

const metadataOf = (issuer: string, by: readonly Contribution[], environment: Environment): ServerMetadata =>
  Object.assign({ issuer }, ...by.map((contribute) => contribute(environment))) as ServerMetadata;

/** Left out are absent values, empty lists (RFC 8414 section 3.2) and lists about an endpoint that is not there. */
const withoutSilence = (told: ServerMetadata): ServerMetadata => {
  const members = Object.entries(told).filter(
    ([member, value]) => value !== undefined && !isEmptyList(value) && isAboutPresentEndpoint(member, told),
  );
  return Object.fromEntries(members) as ServerMetadata;
};

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;
