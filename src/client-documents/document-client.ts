import { isDeepStrictEqual } from 'node:util';
import { Client } from '../clients/client.entity';
import type { StoredMetadata } from '../core/metadata/client-metadata';
import { needsOf } from '../core/metadata/vocabulary';
import type { ClientDocument } from './client-document.entity';

/** A document with a valid state. */
export type ReadDocument = ClientDocument & { readonly metadata: StoredMetadata };

export const isRead = (document: ClientDocument): document is ReadDocument => document.metadata !== null;

/** The client that a document describes: one without credentials that this server made. */
export const clientOfDocument = (
  { client_id, status, consent_disabled_at, metadata, policies, created_at, fetched_at, last_used_at }: ReadDocument,
  mayBePublic: boolean,
): Client =>
  Object.assign(new Client(), {
    client_id,
    origin: 'document',
    status,
    consent_disabled_at,
    metadata,
    policies,
    client_secrets: [],
    registration_access_tokens: [],
    created_at,
    updated_at: fetched_at,
    last_used_at,
    version: 1,
    revision: 1,
    ...(mayBePublic && { mayBePublic }),
  } as const);

type Keys = Pick<StoredMetadata, 'jwks' | 'jwks_uri' | 'token_endpoint_auth_method'>;

/**
 * Whether a key that could authenticate a client is not among its keys any more: it publishes them elsewhere, leaves one
 * out, or authenticates in another way. Keys behind `jwks_uri` are compared when they are used.
 */
export const withdrawsKeys = (before: Keys, after: Keys): boolean => {
  if (needsOf(before.token_endpoint_auth_method).publishes === undefined) return false;
  if (before.token_endpoint_auth_method !== after.token_endpoint_auth_method) return true;
  if (before.jwks_uri !== after.jwks_uri) return true;
  const left = after.jwks?.keys ?? [];
  return (before.jwks?.keys ?? []).some((key) => !left.some((one) => isDeepStrictEqual(one, key)));
};
