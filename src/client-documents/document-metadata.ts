import { invalidClientMetadata } from '../core/errors/registration-errors';
import { isObject } from '../core/json/json';
import { isPublic } from '../core/jose/jwk';
import { isBlank } from '../core/metadata/not-sent';
import type { OperatorPolicy } from '../core/metadata/operator-policy';
import { isLoopbackHttp, originOf, schemeOf } from '../core/metadata/redirect-uri';
import type { DocumentOptions } from './document-options';

type Members = Readonly<Record<string, unknown>>;

const METHOD = 'token_endpoint_auth_method';
const METHODS = 'token_endpoint_auth_methods_supported';
/** Nobody could give a secret to a client that is a document. */
const SECRETS = ['client_secret', 'client_secret_expires_at'] as const;
const WITH_SECRET = /^client_secret_/;
const WITH_KEYS: readonly string[] = ['private_key_jwt', 'self_signed_tls_client_auth'];
/** Of several methods that a document names, the strongest is used. */
const BY_STRENGTH = ['private_key_jwt', 'tls_client_auth', 'self_signed_tls_client_auth', 'none'] as const;

/**
 * What a document asks to be registered (Client ID Metadata Document, section 4): the JSON of a registration request. It
 * names one authentication method, `none` unless the document names others, only grants that are permitted here, and of
 * several response types the one that this server has. Throws `InvalidRegistration` for what no registration has.
 */
export const requestOf = (document: unknown, client_id: string, permissions: OperatorPolicy): Members => {
  if (!isObject(document)) throw invalid('the document', 'must be a JSON object', 'publish one');
  if (document['client_id'] !== client_id)
    throw invalid('client_id', 'must be the address of the document, letter by letter', 'write it there');
  requireNoSecrets(document);
  return {
    ...Object.fromEntries(Object.entries(document).filter(([member]) => member !== METHODS)),
    [METHOD]: methodOf(document, permissions),
    ...permittedGrants(document, permissions),
    ...(listOf(document['response_types']).includes('code') && { response_types: ['code'] }),
  };
};

/** Whether a document names `none` among several methods. */
export const namesNone = (document: Members | null): boolean => listOf(document?.[METHODS]).includes('none');

/** Throws `InvalidRegistration` for a redirect URI that `CIMD_REDIRECTS` does not permit. */
export const requirePermittedRedirects = (
  client_id: string,
  redirect_uris: readonly string[],
  { redirects }: Pick<DocumentOptions, 'redirects'>,
): void => {
  if (redirects === 'any') return;
  const isPermitted = (uri: string): boolean =>
    (schemeOf(uri) === 'https' && originOf(uri) === originOf(client_id)) ||
    (redirects === 'same-origin-or-loopback' && isLoopbackHttp(uri));
  const at = redirect_uris.findIndex((uri) => !isPermitted(uri));
  if (at >= 0)
    throw invalid(
      `redirect_uris[${at}]`,
      redirects === 'same-origin'
        ? 'must have the origin of client_id'
        : 'must have the origin of client_id or be loopback',
      'register a client for others',
    );
};

const requireNoSecrets = (document: Members): void => {
  const secret = SECRETS.find((member) => !isBlank(document[member]));
  if (secret !== undefined) throw invalid(secret, 'must not be in a document', 'remove it and replace that secret');
  const methods: readonly unknown[] = [document[METHOD], ...listOf(document[METHODS])];
  if (methods.some((method) => typeof method === 'string' && WITH_SECRET.test(method)))
    throw invalid(METHOD, 'must not need a secret', 'use private_key_jwt or none');
  const { jwks } = document;
  const keys = isObject(jwks) ? listOf(jwks['keys']) : [];
  if (keys.some((key) => isObject(key) && !isPublic(key)))
    throw invalid('jwks', 'must not have private or symmetric parts', 'publish public keys only, and replace these');
};

/** The method that a document names, or the strongest of those that it names and can have here. */
const methodOf = (document: Members, permissions: OperatorPolicy): unknown => {
  const named = document[METHOD];
  const list = listOf(document[METHODS]);
  if (!isBlank(named)) {
    if (list.length > 0 && !list.includes(named)) throw invalid(METHOD, `must be one of ${METHODS}`, 'add it there');
    return named;
  }
  if (list.length === 0) return 'none';
  const hasKeys = !isBlank(document['jwks']) || !isBlank(document['jwks_uri']);
  const possible = BY_STRENGTH.find(
    (method) =>
      list.includes(method) && permissions.permits(METHOD, method) && (hasKeys || !WITH_KEYS.includes(method)),
  );
  if (possible === undefined) throw invalid(METHODS, 'must name a method that is possible here', 'add private_key_jwt');
  return possible;
};

/** The grants that are permitted, if there are any: a document is for many servers. */
const permittedGrants = ({ grant_types }: Members, permissions: OperatorPolicy): Members => {
  const left = listOf(grant_types).filter((one) => typeof one === 'string' && permissions.permits('grant_types', one));
  return left.length > 0 ? { grant_types: left } : {};
};

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const invalid = invalidClientMetadata;
