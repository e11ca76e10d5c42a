import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { Pool } from 'undici';
import { leavingNothing } from './support/cleanup';
import { ClienteleServer } from './support/clientele-server';
import { temporaryFolder } from './support/folder';
import { json } from './support/json';
import { buildProduct } from './support/prepare';

const ROUNDS = Number(process.argv[2] ?? 4000);
const WARM_UP = 500;

/** Sends one token request. */
type Attempt = () => Promise<unknown>;

/** For each way to authenticate, how long it takes to refuse an unknown client and a known one, over HTTP. */
const compare = async (): Promise<void> => {
  buildProduct();
  const server = await ClienteleServer.start({
    name: 'timing',
    folder: await temporaryFolder(),
    databaseUrl: 'sqlite::memory:',
    environment: { RATE_LIMIT_FAILED_AUTH: '0', RATE_LIMIT_FAILED_AUTH_NETWORK: '0', LOG_LEVEL: 'silent' },
  });
  const pool = new Pool(server.origin, { connections: 1, pipelining: 1 });
  const send = async (form: Readonly<Record<string, string>>): Promise<void> => {
    const { body } = await pool.request({
      method: 'POST',
      path: '/token',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ grant_type: 'client_credentials', ...form }).toString(),
    });
    await body.dump();
  };
  const { publicKey } = await generateKeyPair('RS256');
  const otherKey = (await generateKeyPair('RS256')).privateKey;
  const jwk = { kty: 'RSA', ...(await exportJWK(publicKey)) };
  const bySecret = await register(server, { token_endpoint_auth_method: 'client_secret_post' });
  const byKey = await register(server, { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [jwk] } });
  const byHmac = await register(server, { token_endpoint_auth_method: 'client_secret_jwt' });
  const assertion = (alg: string, key: CryptoKey | Uint8Array, client_id: string): Promise<string> =>
    new SignJWT({})
      .setProtectedHeader({ alg })
      .setIssuer(client_id)
      .setSubject(client_id)
      .setJti(randomUUID())
      .sign(key);
  const wrongHmac = new TextEncoder().encode('x'.repeat(64));
  const asserted = async (alg: string, key: CryptoKey | Uint8Array, client_id: string): Promise<Attempt> => {
    const form = { client_assertion_type: ASSERTION_TYPE, client_assertion: await assertion(alg, key, client_id) };
    return () => send(form);
  };
  await report(
    'secret',
    () => send({ client_id: bySecret, client_secret: 'wrong' }),
    () => send({ client_id: randomUUID(), client_secret: 'wrong' }),
  );
  await report(
    'private_key_jwt',
    await asserted('RS256', otherKey, byKey),
    await asserted('RS256', otherKey, randomUUID()),
  );
  await report(
    'client_secret_jwt',
    await asserted('HS256', wrongHmac, byHmac),
    await asserted('HS256', wrongHmac, randomUUID()),
  );
  await pool.close();
  await server.process.stop();
};

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Registers a client, and gives its identifier. */
const register = async (server: ClienteleServer, own: Readonly<Record<string, unknown>>): Promise<string> => {
  const usual = { client_name: 'Client', redirect_uris: ['https://client.example/callback'] };
  const { client_id } = await json(
    fetch(`${server.origin}/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await server.registrarToken()}` },
      body: JSON.stringify({ ...usual, ...own }),
    }),
    201,
  );
  return String(client_id);
};

/** Alternates between both, so that other load affects both alike. Compares the faster 90 % of each by Welch's t-test. */
const report = async (way: string, known: Attempt, unknown: Attempt): Promise<void> => {
  const times: [number[], number[]] = [[], []];
  for (let round = -WARM_UP; round < ROUNDS; round += 1)
    for (const side of round % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      const begin = performance.now();
      await (side === 0 ? known : unknown)();
      if (round >= 0) times[side].push((performance.now() - begin) * 1000);
    }
  const [left, right] = times.map((side) => summary(side)) as [Summary, Summary];
  const t = (left.mean - right.mean) / Math.sqrt(left.variance / left.count + right.variance / right.count);
  console.log(
    `${way.padEnd(18)} wrong ${left.median.toFixed(1)} us, unknown ${right.median.toFixed(1)} us (medians); ` +
      `difference of means ${(left.mean - right.mean).toFixed(2)} us, t = ${t.toFixed(2)}, n = ${left.count}`,
  );
};

interface Summary {
  readonly count: number;
  readonly mean: number;
  readonly median: number;
  readonly variance: number;
}

const summary = (times: number[]): Summary => {
  const kept = times.sort((one, other) => one - other).slice(0, Math.floor(times.length * 0.9));
  const mean = kept.reduce((sum, time) => sum + time, 0) / kept.length;
  const variance = kept.reduce((sum, time) => sum + (time - mean) ** 2, 0) / (kept.length - 1);
  return { count: kept.length, mean, median: kept[Math.floor(kept.length / 2)] ?? 0, variance };
};

void leavingNothing(compare);
