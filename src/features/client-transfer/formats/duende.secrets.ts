import { isObject } from '../../../core/json/json';
import { shaOfBase64 } from '../../../platform/secrets/foreign-hashes/sha-2';
import type { ClientDraft, Json } from './client-draft';

/** Reads one of `ClientSecrets` into a draft. Its members have names in Pascal case. */
export const readDuendeSecret = (draft: ClientDraft, secret: Json, member: string): void => {
  const { Type: type = 'SharedSecret', Value: value } = secret;
  if (typeof value !== 'string' || value === '') return void draft.leaveOut(member, 'it has no value');
  if (type === 'SharedSecret') return void readShared(draft, value, secret['Expiration'], member);
  if (type === 'JWK') return void readKey(draft, value, member);
  draft.leaveOut(member, OTHER_TYPES[String(type)] ?? `secrets of the type ${String(type)} are unknown here`);
};

const OTHER_TYPES: Readonly<Record<string, string>> = {
  X509Thumbprint: 'a certificate is not known by its thumbprint here; register jwks or tls_client_auth_subject_dn',
  X509Name: 'the subject is written in another way here; register tls_client_auth_subject_dn',
  X509CertificateBase64: 'the key of a certificate is not read; register it as jwks',
};

const readShared = (draft: ClientDraft, value: string, expiration: unknown, member: string): void => {
  const hash = shaOfBase64(value) ?? (value.startsWith('$') ? value : undefined);
  if (hash === undefined)
    return void draft.fault(
      member,
      undefined,
      'must be a hash of SHA-256 or SHA-512 in base64, as IdentityServer compares it',
    );
  const expires = typeof expiration === 'string' ? Date.parse(withZone(expiration)) : Number.NaN;
  draft.secrets.push({ hash, ...(!Number.isNaN(expires) && { expires_at: Math.floor(expires / 1000) }) });
};

/** A moment without a zone is one of UTC in IdentityServer. */
const withZone = (text: string): string => (/(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);

const readKey = (draft: ClientDraft, value: string, member: string): void => {
  const { keys } = (isObject(draft.metadata['jwks']) ? draft.metadata['jwks'] : { keys: [] }) as { keys: unknown[] };
  try {
    draft.metadata['jwks'] = { keys: [...keys, JSON.parse(value) as unknown] };
  } catch {
    draft.fault(member, undefined, 'must be a JSON Web Key');
  }
};
