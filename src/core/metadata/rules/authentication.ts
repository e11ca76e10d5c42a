import { SIGNING_ALGS } from '../../jose/algorithms';
import { fitsAlgorithm, hasPurpose, isUsable } from '../../jose/key-use';
import type { StoredMetadata } from '../client-metadata';
import { needsOf } from '../vocabulary';
import { violation, type MetadataRule } from './rule';

const TLS_SUBJECTS = [
  'tls_client_auth_subject_dn',
  'tls_client_auth_san_dns',
  'tls_client_auth_san_uri',
  'tls_client_auth_san_ip',
  'tls_client_auth_san_email',
] as const;

const hasKeys = ({ jwks, jwks_uri }: StoredMetadata): boolean =>
  jwks_uri !== undefined || (jwks !== undefined && jwks.keys.length > 0);

/** RFC 7591 section 2: keys are sent by value or by reference. */
const keysAreInOnePlace: MetadataRule = ({ jwks, jwks_uri }) =>
  jwks_uri !== undefined && jwks !== undefined
    ? violation('jwks_uri', 'must not be sent together with jwks', 'send one of them')
    : undefined;

/** OpenID Core 1.0 section 9: a client that signs with a private key publishes the public key. */
const keyedClientsPublishKeys: MetadataRule = (metadata) => {
  const { token_endpoint_auth_method: method } = metadata;
  return needsOf(method).publishes === 'keys' && !hasKeys(metadata)
    ? violation('jwks', `must hold a key for the method ${method}`, 'send jwks or jwks_uri')
    : undefined;
};

/** OpenID Registration 1.0 section 2: assertions are signed with a key, or with the secret. */
const assertionAlgFitsMethod: MetadataRule = (metadata) => {
  const { token_endpoint_auth_method: method, token_endpoint_auth_signing_alg: alg } = metadata;
  const isKeyed = SIGNING_ALGS.some((known) => known === alg);
  if (alg === undefined) return undefined;
  if (method === 'private_key_jwt' && !isKeyed)
    return violation(
      'token_endpoint_auth_signing_alg',
      'must be asymmetric for the method private_key_jwt',
      'use ES256',
    );
  if (method === 'client_secret_jwt' && isKeyed)
    return violation(
      'token_endpoint_auth_signing_alg',
      'must be symmetric for the method client_secret_jwt',
      'use HS256',
    );
  return undefined;
};

/**
 * RFC 7523 section 3: a registered key can sign with the registered algorithm; otherwise no assertion would be
 * accepted.
 */
const assertionKeysFitAlg: MetadataRule = (metadata) => {
  const { token_endpoint_auth_method: method, token_endpoint_auth_signing_alg: alg, jwks } = metadata;
  if (method !== 'private_key_jwt' || !jwks || jwks.keys.length === 0) return undefined;
  return jwks.keys.some((key) => hasPurpose(key, 'sig') && (alg === undefined || fitsAlgorithm(key, alg)))
    ? undefined
    : violation('jwks', `must hold a key that signs ${alg ?? 'assertions'}`, 'add it, with use sig');
};

/** RFC 8705 section 2.1.2: the client registers exactly one subject of its certificate. */
const tlsClientsNameOneSubject: MetadataRule = (metadata) => {
  if (metadata.token_endpoint_auth_method !== 'tls_client_auth') return undefined;
  const named = TLS_SUBJECTS.filter((member) => metadata[member] !== undefined);
  if (named.length === 1) return undefined;
  const [, second] = named;
  const remedy = `send exactly one of ${TLS_SUBJECTS.join(', ')}`;
  return second
    ? violation(second, 'must be the only subject of the certificate', remedy)
    : violation(TLS_SUBJECTS[0], 'must be sent for the method tls_client_auth, or another subject', remedy);
};

/** RFC 8705 section 2.2.2: the client registers the key of its self-signed certificate. */
const certifiedClientsPublishCertificates: MetadataRule = ({ token_endpoint_auth_method: method, jwks, jwks_uri }) =>
  needsOf(method).publishes === 'certificates' &&
  jwks_uri === undefined &&
  !jwks?.keys.some((key) => key['x5c'] !== undefined && isUsable(key))
    ? violation('jwks', `must hold a key with x5c for the method ${method}`, 'send jwks or jwks_uri')
    : undefined;

/** The rules of client authentication, and of the keys that it needs. */
export const AUTHENTICATION_RULES: readonly MetadataRule[] = [
  keysAreInOnePlace,
  keyedClientsPublishKeys,
  assertionAlgFitsMethod,
  assertionKeysFitAlg,
  tlsClientsNameOneSubject,
  certifiedClientsPublishCertificates,
];
