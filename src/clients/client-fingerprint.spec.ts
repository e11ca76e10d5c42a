import type { StoredMetadata } from '../core/metadata/client-metadata';
import { fingerprintOf } from './client-fingerprint';

const METADATA = {
  client_name: 'Notes',
  redirect_uris: ['https://app.example/cb'],
  token_endpoint_auth_method: 'none',
  tos_uri: 'https://app.example/terms',
} as unknown as StoredMetadata;
const changed = (members: Readonly<Record<string, unknown>>): string =>
  fingerprintOf({ metadata: { ...METADATA, ...members } });

describe('the fingerprint of a client', () => {
  it.each([
    { client_name: 'Other' },
    { 'client_name#de': 'Notizen' },
    { redirect_uris: ['https://app.example/cb', 'https://evil.example/cb'] },
    { jwks: { keys: [] } },
    { jwks_uri: 'https://app.example/keys' },
    { client_uri: 'https://app.example' },
    { logo_uri: 'https://app.example/logo.png' },
    { software_id: 'x' },
    { token_endpoint_auth_method: 'private_key_jwt' },
  ])('is another one with %j', (members) => {
    expect(changed(members)).not.toBe(changed({}));
  });

  it.each([{ tos_uri: 'https://app.example/other' }, { contacts: ['a@b.example'] }, { jwks: undefined }])(
    'is the same with %j',
    (members) => {
      expect(changed(members)).toBe(changed({}));
    },
  );

  it('does not depend on the order of the members', () => {
    const metadata = Object.fromEntries(Object.entries(METADATA).reverse()) as unknown as StoredMetadata;
    expect(fingerprintOf({ metadata })).toBe(changed({}));
  });
});
