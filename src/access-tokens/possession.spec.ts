import { Client } from '../clients/client.entity';
import type { AccessToken, Confirmation } from './access-token';
import { TokenRefused } from './access-token';
import { requirePossession } from './possession';

const boundTo = (cnf: unknown): AccessToken => ({
  jti: 'jti',
  client: new Client(),
  scope: [],
  claims: {
    ...{ iss: '', aud: '', sub: '', client_id: '', iat: 0, exp: 0, jti: 'jti' },
    ...(cnf !== undefined && { cnf: cnf as Confirmation }),
  },
});

const CERTIFICATE = { 'x5t#S256': 'certificate' };
const KEY = { jkt: 'key' };

describe('requirePossession', () => {
  it.each<[string, unknown, Confirmation]>([
    ['nothing, and nothing is shown', undefined, {}],
    ['nothing, and a certificate is shown', undefined, CERTIFICATE],
    ['a certificate that is shown', CERTIFICATE, CERTIFICATE],
    ['a key that is shown', KEY, KEY],
    ['a key that is shown, beside a certificate', KEY, { ...KEY, ...CERTIFICATE }],
    ['both, and both are shown', { ...KEY, ...CERTIFICATE }, { ...KEY, ...CERTIFICATE }],
  ])('takes a token bound to %s', (_, cnf, shown) => {
    expect(() => {
      requirePossession(boundTo(cnf), shown);
    }).not.toThrow();
  });

  it.each<[string, unknown, Confirmation]>([
    ['a certificate, and nothing is shown', CERTIFICATE, {}],
    ['a certificate, and another is shown', CERTIFICATE, { 'x5t#S256': 'another' }],
    ['a certificate, and a key is shown', CERTIFICATE, KEY],
    ['a key, and nothing is shown', KEY, {}],
    ['a key, and another is shown', KEY, { jkt: 'another' }],
    ['both, and the certificate is shown', { ...KEY, ...CERTIFICATE }, CERTIFICATE],
    ['both, and the key is shown', { ...KEY, ...CERTIFICATE }, KEY],
    ['nothing, and a key is shown', undefined, KEY],
    ['a key of a kind that cannot be shown', { jwk: {} }, { ...KEY, ...CERTIFICATE }],
    ['a member that every object has', { constructor: 'x' }, KEY],
    ['a key that is no text', { jkt: undefined }, KEY],
    ['a key that is absent, and nothing is shown', { jkt: undefined }, {}],
    ['a certificate that is absent, and nothing is shown', { 'x5t#S256': undefined }, {}],
    ['null, and nothing is shown', null, {}],
  ])('refuses a token bound to %s', (_, cnf, shown) => {
    expect(() => {
      requirePossession(boundTo(cnf), shown);
    }).toThrow(TokenRefused);
  });
});
