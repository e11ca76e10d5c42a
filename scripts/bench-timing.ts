import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { AppModule } from '../src/app.module';
import { setUp } from '../src/app.setup';
import { processEnvironment } from '../src/platform/config/read-environment';
import { ClientFactory } from '../src/clients/client.factory';
import { ClientsService } from '../src/clients/clients.service';
import { Issuer } from '../src/core/issuer';
import { contextWithoutRequest } from '../src/core/request-context';
import { ClientMetadataReader } from '../src/core/metadata/client-metadata.reader';
import { createAdapter } from '../src/platform/http/adapter';

const ROUNDS = Number(process.argv[2] ?? 4000);
const WARM_UP = 500;

/** Sends one token request and forgets the answer. */
type Attempt = () => Promise<unknown>;

/** Refusals that must not be told apart by their time: for each way to authenticate, unknown against known. */
const compare = async (): Promise<void> => {
  process.env['DATABASE_URL'] = 'sqlite::memory:';
  process.env['LOG_LEVEL'] = 'silent';
  process.env['RATE_LIMIT_FAILED_AUTH'] = '0';
  process.env['RATE_LIMIT_FAILED_AUTH_NETWORK'] = '0';
  const environment = processEnvironment();
  const app = await NestFactory.create<NestFastifyApplication>(AppModule, createAdapter(environment), {
    bodyParser: false,
    logger: false,
  });
  await setUp(app);
  const send = (form: Readonly<Record<string, string>>): Promise<unknown> =>
    app.inject({
      method: 'POST',
      url: '/token',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ grant_type: 'client_credentials', ...form }).toString(),
    });
  const { publicKey } = await generateKeyPair('RS256');
  const strange = (await generateKeyPair('RS256')).privateKey;
  const jwk = { kty: 'RSA', ...(await exportJWK(publicKey)) };
  const bySecret = await store(app, { token_endpoint_auth_method: 'client_secret_post' });
  const byKey = await store(app, { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [jwk] } });
  const byHmac = await store(app, { token_endpoint_auth_method: 'client_secret_jwt' });
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
    await asserted('RS256', strange, byKey),
    await asserted('RS256', strange, randomUUID()),
  );
  await report(
    'client_secret_jwt',
    await asserted('HS256', wrongHmac, byHmac),
    await asserted('HS256', wrongHmac, randomUUID()),
  );
  await app.close();
};

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

const store = async (app: NestFastifyApplication, own: Readonly<Record<string, unknown>>): Promise<string> => {
  const usual = {
    client_name: 'Client',
    redirect_uris: ['https://client.example/callback'],
    client_uri: 'https://client.example/',
  };
  const metadata = app.get(ClientMetadataReader, { strict: false }).read({ ...usual, ...own });
  const { client } = app.get(ClientFactory, { strict: false }).issue(metadata);
  const context = contextWithoutRequest(app.get(Issuer), { type: 'command', command: 'bench-timing' });
  await app.get(ClientsService).register(context, client);
  return client.client_id;
};

/** Takes turns, so that whatever else the machine does meets both; Welch's t-test on the faster nine tenths of each. */
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

void compare();
