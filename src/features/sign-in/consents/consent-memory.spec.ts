import type { Client } from '../../../clients/client.entity';
import { isConsentDisabled, isNavigatedByUser, isRemembered } from './consent-memory';

const clientOf = (own: object, token_endpoint_auth_method = 'none'): Client =>
  ({ origin: 'registration', metadata: { token_endpoint_auth_method }, ...own }) as unknown as Client;

const REGISTERED = clientOf({});
const OF_OPERATOR = clientOf({ lineage: { is_made_by_operator: true } });
const TRUSTED = clientOf({ consent_disabled_at: new Date() });
const DOCUMENT = clientOf({ origin: 'document' });
const SHARED = clientOf({ registration_hash: 'h', lineage: { is_made_by_operator: true } });
const CONFIDENTIAL = clientOf({ lineage: { is_made_by_operator: true } }, 'client_secret_basic');

const WEB = 'https://app.example/cb';
const LOOPBACK = 'http://127.0.0.1:3312/cb';
const PRIVATE = 'com.example.app:/cb';

describe('whether the answer of a user is remembered', () => {
  it.each([
    ['never', OF_OPERATOR, WEB, false],
    ['never', TRUSTED, WEB, false],
    ['trusted', REGISTERED, WEB, false],
    ['trusted', DOCUMENT, WEB, false],
    ['trusted', OF_OPERATOR, WEB, true],
    ['trusted', TRUSTED, WEB, true],
    ['trusted', OF_OPERATOR, LOOPBACK, false],
    ['trusted', OF_OPERATOR, 'http://localhost/cb', false],
    ['trusted', OF_OPERATOR, PRIVATE, false],
    ['trusted', CONFIDENTIAL, LOOPBACK, true],
    ['trusted', SHARED, WEB, false],
    ['https', REGISTERED, WEB, true],
    ['https', DOCUMENT, WEB, true],
    ['https', REGISTERED, LOOPBACK, false],
    ['https', REGISTERED, PRIVATE, false],
    ['https', SHARED, WEB, false],
  ] as const)('%s: %#', (memory, client, redirect_uri, remembered) => {
    expect(isRemembered(client, redirect_uri, { memory })).toBe(remembered);
  });
});

describe('a client that the operator trusts', () => {
  it('is not asked about, except where others can stand in for it', () => {
    expect(isConsentDisabled(TRUSTED, WEB)).toBe(true);
    expect(isConsentDisabled(TRUSTED, LOOPBACK)).toBe(false);
    expect(isConsentDisabled(TRUSTED, PRIVATE)).toBe(false);
    expect(isConsentDisabled(OF_OPERATOR, WEB)).toBe(false);
  });
});

describe('a navigation that repeats an authorization', () => {
  const clicked = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', 'sec-fetch-user': '?1' };

  it.each([
    [clicked, REGISTERED, true],
    [{ 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }, REGISTERED, false],
    [{}, REGISTERED, false],
    [{ ...clicked, 'sec-fetch-dest': 'iframe' }, REGISTERED, false],
    [{ ...clicked, 'sec-fetch-mode': 'no-cors' }, REGISTERED, false],
    [{}, OF_OPERATOR, true],
    [{ 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }, OF_OPERATOR, false],
    [{ 'sec-fetch-mode': 'cors' }, OF_OPERATOR, false],
  ])('%j', (headers, client, isByUser) => {
    expect(isNavigatedByUser(headers, client)).toBe(isByUser);
  });
});
