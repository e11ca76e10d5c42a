import { aClient } from '../support/a-client';
import { expectRefusal } from '../support/refusal';
import { createTestApp } from '../support/test-app';
import type { Answer, TestServer } from '../support/test-server';

/** Clients of every kind, because this is about limits. */
const OPEN = { REGISTRATION_MODE: 'open', OPEN_REGISTRATION_POLICY: 'none' };

describe('open registration', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await createTestApp({ ...OPEN, RATE_LIMIT_REGISTER: '2', TRUST_PROXY: '127.0.0.1' });
  });

  afterAll(() => server.close());

  const from = (address: string): Promise<Answer> => server.postRegister(aClient(), { 'X-Forwarded-For': address });

  it('needs no token', async () => {
    expect((await from('192.0.2.1')).status).toBe(201);
  });

  it('a token that is presented must be valid', async () => {
    expectRefusal(await server.postRegister(aClient(), { Authorization: 'Bearer x' }), 401, 'invalid_token');
    expectRefusal(await server.postRegister(aClient(), { Authorization: 'Bearer' }), 400, 'invalid_request');
    expect((await server.postRegister(aClient())).status).toBe(201);
  });

  it('past the limit of an address gives 429 with Retry-After; others are not touched', async () => {
    const statuses = [await from('192.0.2.2'), await from('192.0.2.2')].map(({ status }) => status);
    expect(statuses).toEqual([201, 201]);
    const refused = await from('192.0.2.2');
    expectRefusal(refused, 429, 'temporarily_unavailable');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(3600);
    expect((await from('192.0.2.3')).status).toBe(201);
    expectRefusal(await from('198.51.100.7, 192.0.2.2'), 429, 'temporarily_unavailable');
  });

  it('a registration that is refused counts a tenth of one that is made', async () => {
    const refused = (): Promise<Answer> =>
      server.postRegister({ redirect_uris: ['http://app.example/'] }, { 'X-Forwarded-For': '192.0.2.20' });
    for (let count = 0; count < 10; count += 1) expectRefusal(await refused(), 400, 'invalid_redirect_uri');
    expect((await from('192.0.2.20')).status).toBe(201);
    expect((await from('192.0.2.20')).status).toBe(429);
    expect((await refused()).status).toBe(429);
  });

  it('the bearer of a token is not limited', async () => {
    for (let count = 0; count < 4; count += 1) expect((await server.postRegister(aClient())).status).toBe(201);
  });

  it('the addresses of an IPv6 /64 count as one', async () => {
    expect((await from('2001:db8:1:1::1')).status).toBe(201);
    expect((await from('2001:db8:1:1:ffff::2')).status).toBe(201);
    expect((await from('2001:db8:1:1::3')).status).toBe(429);
    expect((await from('2001:db8:1:2::1')).status).toBe(201);
  });

  it('an IPv4 address written as IPv6 is the same address', async () => {
    expect((await from('192.0.2.4')).status).toBe(201);
    expect((await from('::ffff:192.0.2.4')).status).toBe(201);
    expect((await from('192.0.2.4')).status).toBe(429);
  });

  it('what is no address is counted as the proxy itself', async () => {
    const answers = [await from('unknown'), await from('192.0.2.5:1234'), await from('_hidden'), await from('x')];
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 429, 429]);
  });

  it('0 is no limit, and an address from an untrusted proxy is ignored', async () => {
    const free = await createTestApp({ ...OPEN, RATE_LIMIT_REGISTER: '0' });
    for (let count = 0; count < 25; count += 1) expect((await free.postRegister(aClient(), {})).status).toBe(201);
    await free.close();
    const strict = await createTestApp({ ...OPEN, RATE_LIMIT_REGISTER: '1' });
    const claimed = (address: string) => strict.postRegister(aClient(), { 'X-Forwarded-For': address });
    expect((await claimed('192.0.2.8')).status).toBe(201);
    expect((await claimed('192.0.2.9')).status).toBe(429);
    await strict.close();
  });

  it('a wide network counts as one beside its addresses, and so do all addresses together', async () => {
    const wide = await createTestApp({
      ...OPEN,
      RATE_LIMIT_REGISTER: '2',
      RATE_LIMIT_REGISTER_NETWORK: '3',
      RATE_LIMIT_REGISTER_TOTAL: '6',
      TRUST_PROXY: '127.0.0.1',
    });
    const statusFrom = async (address: string): Promise<number> => {
      const answer = await wide.postRegister(aClient(), { 'X-Forwarded-For': address });
      if (answer.status !== 201) expectRefusal(answer, 429, 'temporarily_unavailable');
      return answer.status;
    };
    const statuses = async (...addresses: string[]): Promise<number[]> => {
      const found: number[] = [];
      for (const address of addresses) found.push(await statusFrom(address));
      return found;
    };
    const ONE = '2001:db8:1:1::1';
    expect(await statuses(ONE, ONE, ONE, ONE, '2001:db8:1:2::1', '2001:db8:1:3::1')).toEqual([
      201, 201, 429, 429, 201, 429,
    ]);
    expect(await statuses('2001:db8:2::1', '192.0.2.1', '192.0.3.1', '198.51.100.1')).toEqual([201, 201, 201, 429]);
    expect((await wide.postRegister(aClient())).status).toBe(201);
    await wide.close();
  });

  it('IPv4 addresses near each other are counted by their /24', async () => {
    const wide = await createTestApp({
      ...OPEN,
      RATE_LIMIT_REGISTER_NETWORK: '2',
      TRUST_PROXY: '127.0.0.1',
    });
    const addresses = ['192.0.2.1', '192.0.2.2', '192.0.2.255', '192.0.3.1'];
    const found: number[] = [];
    for (const address of addresses)
      found.push((await wide.postRegister(aClient(), { 'X-Forwarded-For': address })).status);
    expect(found).toEqual([201, 201, 429, 201]);
    await wide.close();
  });
});
