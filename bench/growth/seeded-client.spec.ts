import { hashUnder } from '../product';
import { BEYOND, SECRET_KEYS, seededClient, seededRow } from './seeded-client';

const SIZE = 1000;
const NUMBERS = [0, 1, 2, 500, 999];

describe('a seeded client', () => {
  it('has a UUID version 7 that is after those of lower numbers, and before those of clients that are new', () => {
    const ids = NUMBERS.map((number) => seededClient(number, SIZE).client_id);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect([...ids, BEYOND, 'registerClient'].sort()).toEqual([...ids, BEYOND, 'registerClient']);
  });

  it('knows the secrets of which its row has the hashes', () => {
    const hash = hashUnder(Buffer.from(SECRET_KEYS.replace('1:', ''), 'base64'));
    for (const number of NUMBERS) {
      const { client_id, client_secret, registration_access_token } = seededClient(number, SIZE);
      const [id, , secretHash, tokenHash] = seededRow(number, SIZE);
      expect(id).toBe(client_id);
      expect(secretHash).toBe(hash(client_secret));
      expect(tokenHash).toBe(hash(registration_access_token));
    }
  });
});
