import { createPrivateKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { MemberReader } from '../../../core/document-members/member-reader';
import { parseJson, isObject } from '../../../core/json/json';
import type { UpstreamCredentials } from './upstream';

const SECRETS = ['client_secret', 'client_secret_file', 'private_key_file'] as const;
const METHODS = ['client_secret_basic', 'client_secret_post', 'private_key_jwt'] as const;

/**
 * Reads how this server authenticates at an upstream: by a secret, or by a key in PEM or as a JWK. `folder` is that of the
 * document, which the names of files are relative to. No fault has a part of a secret.
 */
export const readCredentials = (reader: MemberReader, folder: string): UpstreamCredentials | undefined => {
  const given = SECRETS.filter((name) => reader.has(name));
  const method = reader.choice('token_endpoint_auth_method', METHODS);
  const secret = reader.text('client_secret');
  const file = reader.text('client_secret_file');
  const keyFile = reader.text('private_key_file');
  const [only, ...more] = given;
  if (only === undefined || more.length > 0)
    return void reader.fault(
      [],
      `must have one of ${SECRETS.join(', ')}`,
      more.length > 0 ? `leave out ${more.join(', ')}` : 'name the file of the secret',
    );
  if (keyFile !== undefined) {
    if (method !== undefined && method !== 'private_key_jwt')
      return void reader.fault(
        ['token_endpoint_auth_method'],
        'must be private_key_jwt with private_key_file',
        'leave it out',
      );
    return keyOf(reader, resolve(folder, keyFile));
  }
  if (method === 'private_key_jwt')
    return void reader.fault(
      ['token_endpoint_auth_method'],
      'must not be private_key_jwt with a secret',
      'name private_key_file instead of the secret',
    );
  const found = file === undefined ? secret : secretIn(reader, resolve(folder, file));
  return found === undefined ? undefined : { method: method ?? 'client_secret_basic', secret: found };
};

const secretIn = (reader: MemberReader, path: string): string | undefined => {
  const text = textOf(path);
  const secret = text?.trim();
  return secret !== undefined && secret !== ''
    ? secret
    : void reader.fault(
        ['client_secret_file'],
        'must be a readable file with the secret',
        `see whether ${path} is there and not empty`,
      );
};

const keyOf = (reader: MemberReader, path: string): UpstreamCredentials | undefined => {
  const text = textOf(path) ?? '';
  const jwk = parseJson(text);
  try {
    const key = isObject(jwk) ? createPrivateKey({ key: jwk as JsonWebKey, format: 'jwk' }) : createPrivateKey(text);
    const alg = isObject(jwk) && typeof jwk['alg'] === 'string' ? jwk['alg'] : algOf(key);
    if (alg !== undefined)
      return {
        method: 'private_key_jwt',
        key: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
        alg,
        header: headerOf(jwk),
      };
  } catch {
    // Its message could have a part of the key.
  }
  return void reader.fault(
    ['private_key_file'],
    'must be a readable file with a private key, in PEM (PKCS #8) or as a JWK',
    `see whether ${path} is there and has an RSA, EC or Ed25519 key`,
  );
};

const ALGS_OF_CURVES: Readonly<Record<string, string>> = {
  prime256v1: 'ES256',
  secp384r1: 'ES384',
  secp521r1: 'ES512',
};

const algOf = ({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string | undefined => {
  if (asymmetricKeyType === 'rsa') return 'RS256';
  if (asymmetricKeyType === 'ed25519') return 'EdDSA';
  return ALGS_OF_CURVES[asymmetricKeyDetails?.namedCurve ?? ''];
};

/** Entra finds the key by the thumbprint of its certificate, most others by `kid` (RFC 7515 section 4.1). */
const headerOf = (jwk: unknown): Readonly<Record<string, string>> =>
  isObject(jwk)
    ? Object.fromEntries(
        ['kid', 'x5t', 'x5t#S256'].flatMap((name) => (typeof jwk[name] === 'string' ? [[name, jwk[name]]] : [])),
      )
    : {};

const textOf = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};
