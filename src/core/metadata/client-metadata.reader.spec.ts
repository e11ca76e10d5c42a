import { generateKeyPairSync } from 'node:crypto';
import { operatorPolicy } from '../../clients/operator-policy';
import { readEnvironment } from '../../platform/config/read-environment';
import { InvalidRegistration } from '../errors/registration-errors';
import type { StoredMetadata } from './client-metadata';
import { ClientMetadataReader } from './client-metadata.reader';

/** Metadata as they are stored: JSON has no members without a value. */
const asStored = (metadata: StoredMetadata): object => JSON.parse(JSON.stringify(metadata)) as object;

describe('client metadata that replace others', () => {
  const reader = new ClientMetadataReader(operatorPolicy(readEnvironment({ NODE_ENV: 'test' })));
  const base = { redirect_uris: ['https://a.example/cb'] };
  const key = {
    ...generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' }),
    use: 'enc',
  };

  it.each([null, '', []])('take %j as left out', (nothing) => {
    const before = reader.read({ ...base, client_name: 'App', 'client_name#fr': 'Appli', contacts: ['x'] });
    const sent = { ...base, client_name: nothing, 'client_name#fr': nothing, contacts: nothing, grant_types: nothing };
    const after = reader.read(sent, before);
    expect(after).toMatchObject({ contacts: [], grant_types: ['authorization_code'] });
    expect(Object.keys(asStored(after)).filter((name) => name.startsWith('client_name'))).toEqual([]);
  });

  it('take an empty text for left out, and no empty list, when there is nothing to replace', () => {
    expect(asStored(reader.read({ ...base, client_name: '' }))).not.toHaveProperty('client_name');
    expect(() => reader.read({ ...base, contacts: '' })).toThrow(InvalidRegistration);
    expect(() => reader.read({ ...base, grant_types: [] })).toThrow(InvalidRegistration);
  });

  it('may send back the RSA1_5 of the response, and not request it', () => {
    const stored = reader.read({ ...base, jwks: { keys: [key] } });
    expect(stored.token_encrypted_response_alg).toBe('RSA1_5');
    expect(reader.read({ ...stored }, stored)).toEqual(stored);
    expect(() => reader.read({ ...stored, token_encrypted_response_alg: 'RSA-OAEP' }, stored)).not.toThrow();
    expect(() => reader.read({ ...stored }, reader.read(base))).not.toThrow();
    const better = reader.read({ ...stored, token_encrypted_response_alg: 'RSA-OAEP' }, stored);
    expect(() => reader.read({ ...stored }, better)).toThrow(/token_encrypted_response_alg must not be RSA1_5/);
  });

  it('drop the stored jwks when they send jwks_uri', () => {
    const before = reader.read({ ...base, jwks: { keys: [key] } });
    const after = reader.read({ ...base, jwks_uri: 'https://a.example/jwks' }, before);
    expect(after.jwks).toBeUndefined();
  });

  it('forget one language and keep the others', () => {
    const before = reader.read({ ...base, 'client_name#fr': 'Appli', 'client_name#de': 'Anwendung' });
    const sent = Object.fromEntries(Object.entries(before).filter(([name]) => name !== 'client_name#fr'));
    expect(Object.keys(reader.read(sent, before)).filter((name) => name.includes('#'))).toEqual(['client_name#de']);
  });
});
