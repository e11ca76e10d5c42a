import { readFileSync } from 'node:fs';
import { readWebhookKey, type WebhookKey } from '../../../core/standard-webhooks/webhook-key';
import type { VariableKind } from '../variable';
import { split, when } from './read-text';

/** One versioned key: 32 random bytes, and a number that no other key ever has. */
export interface SecretKey {
  readonly version: number;
  readonly key: Buffer;
}

/** Versions of keys. */
export const keyVersions = (): VariableKind<number[]> => ({
  read: (value) =>
    when(
      split(value).map(Number),
      split(value).every((entry) => /^\d{1,9}$/.test(entry)),
    ),
  rule: 'version numbers separated by spaces',
});

/** `2:KEY 1:KEY`: the first makes new hashes and seals, all of them read existing ones. */
export const secretKeys = (): VariableKind<SecretKey[]> => ({
  read: (value) => {
    const keys = split(value).map((entry) => {
      const [, version, key = ''] = /^(\d{1,9}):([A-Za-z0-9+/_-]+=*)$/.exec(entry) ?? [];
      return { version: Number(version), key: Buffer.from(key, 'base64') };
    });
    const versions = new Set(keys.map(({ version }) => version));
    return when(keys, versions.size === keys.length && keys.every(({ key }) => key.length === 32));
  },
  rule: 'VERSION:KEY pairs separated by spaces, each KEY 32 bytes in base64 (openssl rand -base64 32), each VERSION a number of its own',
});

/** Secrets of Standard Webhooks. */
export const webhookKeys = (): VariableKind<WebhookKey[]> => ({
  read: (value) => {
    const keys = split(value).map(readWebhookKey);
    const valid = keys.filter((key) => key !== undefined);
    return when(valid, valid.length === keys.length);
  },
  rule: 'secrets separated by spaces, each whsec_ and 24 to 64 bytes in base64 (echo whsec_$(openssl rand -base64 32))',
});

/** The path of a file of certificates; the value is its content. */
export const certificates = (): VariableKind<string> => ({
  read: (path) => {
    try {
      const pem = readFileSync(path, 'utf8');
      return when(pem, pem.includes('-----BEGIN CERTIFICATE-----'));
    } catch {
      return undefined;
    }
  },
  rule: 'the path of a readable file with certificates in PEM',
});
