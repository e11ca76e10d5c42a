import { StartFailure } from '../../platform/config/start-failure';
import type { Contribution, DescribedServer, ServerMetadataMembers } from './contribution';
import { externalEndpoints, externalTokenEndpoints } from './external-endpoints';
import { certificateAliases, ownTokens, registration } from './own-endpoints';
import { OF_SIGN_IN, signIn } from './sign-in';
import { isAboutPresentEndpoint, supportedValues } from './supported-values';

/** The metadata of an authorization server (RFC 8414 section 2). */
export type ServerMetadata = ServerMetadataMembers & { readonly issuer: string };

/** Clients authenticate at these endpoints as they do at the token endpoint. */
const authenticationElsewhere: Contribution = (server) => {
  const atToken = supportedValues(server);
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

const ALONE: readonly Contribution[] = [...CLIENTS, ownTokens, certificateAliases(true), externalEndpoints];

/** No other server shares the issuer of one that signs people in. */
const WITH_SIGN_IN: readonly Contribution[] = [...CLIENTS, ownTokens, certificateAliases(true), signIn];

const BESIDE_A_TOKEN_ENDPOINT: readonly Contribution[] = [
  ...CLIENTS,
  externalTokenEndpoints,
  certificateAliases(false),
  externalEndpoints,
];

const SECOND_ISSUER: readonly Contribution[] = [...CLIENTS, ownTokens, certificateAliases(true)];

/** The members that OpenID Discovery 1.0 section 3 requires. */
const REQUIRED_BY_OPENID = [
  ...['issuer', 'authorization_endpoint', 'token_endpoint', 'jwks_uri'],
  ...['response_types_supported', 'subject_types_supported', 'id_token_signing_alg_values_supported'],
];

/**
 * The metadata of the issuer. Throws {@link StartFailure} if `DISCOVERY_EXTRA` has a member that is published anyway, or
 * one that is about sign-in.
 */
export const serverMetadata = (server: DescribedServer): ServerMetadata => {
  const { issuer, options } = server;
  const metadata = metadataOf(issuer.identifier, contributionsFor(server), server);
  const isOurs = (member: string): boolean =>
    Object.hasOwn(metadata, member) || (options.hasSignIn && OF_SIGN_IN.test(member));
  const twice = Object.keys(options.extra).find(isOurs);
  if (twice !== undefined)
    throw new StartFailure(`DISCOVERY_EXTRA must not have ${twice}, which follows from other variables; remove it`);
  return { ...withoutAbsentMembers(metadata), ...options.extra };
};

/**
 * The metadata of the second issuer: of this server as the issuer of tokens for `/register`, if an external server has
 * the token endpoint of the issuer. Otherwise there is none.
 */
export const secondIssuerMetadata = (server: DescribedServer): ServerMetadata | undefined =>
  server.issuer.hasExternalTokenEndpoint
    ? withoutAbsentMembers(metadataOf(server.issuer.tokenIssuer, SECOND_ISSUER, server))
    : undefined;

/**
 * The metadata of the issuer as an OpenID provider; `undefined` if a member that is required would be missing. With
 * sign-in they are those of the authorization server: clients of OAuth look for them at both addresses.
 */
export const openIdProviderMetadata = (server: DescribedServer): ServerMetadata | undefined => {
  const metadata = serverMetadata(server);
  const isProvider =
    server.options.hasSignIn ||
    (server.permissions.scopes.includes('openid') && REQUIRED_BY_OPENID.every((member) => member in metadata));
  return isProvider ? metadata : undefined;
};

const contributionsFor = ({ issuer, options }: DescribedServer): readonly Contribution[] => {
  if (options.hasSignIn) return WITH_SIGN_IN;
  return issuer.hasExternalTokenEndpoint ? BESIDE_A_TOKEN_ENDPOINT : ALONE;
};

const metadataOf = (issuer: string, by: readonly Contribution[], server: DescribedServer): ServerMetadata =>
  Object.assign({ issuer }, ...by.map((contribute) => contribute(server))) as ServerMetadata;

/**
 * Removes absent values, empty lists (RFC 8414 section 3.2) and lists about an endpoint that this server does not have.
 */
const withoutAbsentMembers = (metadata: ServerMetadata): ServerMetadata => {
  const members = Object.entries(metadata).filter(
    ([member, value]) => value !== undefined && !isEmptyList(value) && isAboutPresentEndpoint(member, metadata),
  );
  return Object.fromEntries(members) as ServerMetadata;
};

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;
