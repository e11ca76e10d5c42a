import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../../scripts/free-port';
import { started } from '../support/program';
import { serving } from '../support/serving';

const POLL_MS = 100;
const MOST_POLLS = 300;
const PERMITTED = 5;

let folder = '';
let port = 0;
let redis: ChildProcess | undefined;

const inRedis = (...words: string[]): string =>
  execFileSync('redis-cli', ['-p', String(port), ...words], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

/** Repeats `look` until it gives true. */
const until = async (look: () => boolean | Promise<boolean>): Promise<void> => {
  for (let polls = 0; polls < MOST_POLLS; polls += 1) {
    if (await look()) return;
    await wait(POLL_MS);
  }
  throw new Error('it did not happen');
};

const answersPing = (): boolean => {
  try {
    return inRedis('ping').trim() === 'PONG';
  } catch {
    return false; // not yet
  }
};

const startRedis = async (): Promise<void> => {
  const parameters = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  redis = started({ command: 'redis-server', parameters, folder });
  await until(answersPing);
};

const stopRedis = async (): Promise<void> => {
  if (!redis) return;
  const ended = once(redis, 'close');
  redis.kill('SIGKILL');
  await ended;
};

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clientele-redis-'));
  port = await freePort();
  await startRedis();
});

/** Two nodes of one installation, as far as the limits are concerned. */
const node = () =>
  serving(() => ({
    ISSUER: 'http://127.0.0.1:3000',
    OPEN_REGISTRATION_POLICY: 'none',
    RATE_LIMIT_STORE: 'redis',
    REDIS_URL: `redis://127.0.0.1:${port}`,
    RATE_LIMIT_REGISTER: String(PERMITTED),
    TRUST_PROXY: '127.0.0.1',
  }));
const nodes = [node(), node()] as const;

after(async () => {
  await stopRedis();
  await rm(folder, { recursive: true, force: true });
});

const register = (origin: string, address: string): Promise<Response> =>
  fetch(`${origin}/register`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': address },
    body: JSON.stringify({ redirect_uris: ['https://app.example/callback'] }),
  });

/** How many of 16 concurrent registrations of an address, half of them at each node, are permitted. */
const permitted = async (address: string): Promise<number> => {
  const answers = await Promise.all(
    Array.from({ length: 16 }, (_, index) => register(nodes[index % 2 === 0 ? 0 : 1].origin, address)),
  );
  for (const { status, headers } of answers)
    if (status !== 201) {
      assert.equal(status, 429);
      assert.ok(Number(headers.get('retry-after')) > 3500);
    }
  return answers.filter(({ status }) => status === 201).length;
};

let callers = 0;

/** Resolves once each node counts in Redis: after a stall of the machine, nodes count for themselves for some seconds. */
const untilBothCount = async (): Promise<void> => {
  for (const { origin } of nodes) {
    inRedis('flushall'); // what it has then, this node has counted
    await until(async () => {
      callers += 1;
      const address = `198.51.${100 + Math.floor(callers / 200)}.${(callers % 200) + 1}`;
      assert.equal((await register(origin, address)).status, 201);
      return inRedis('dbsize').trim() !== '0';
    });
  }
};

test('two nodes with one Redis permit together exactly what the limit permits', async () => {
  await untilBothCount();
  for (const address of ['192.0.2.1', '192.0.2.2']) assert.equal(await permitted(address), PERMITTED);
  const keys = inRedis('--scan').trim().split('\n');
  assert.ok(keys.every((key) => key.startsWith('clientele http://127.0.0.1:3000:')));
  for (const key of keys) assert.ok(Number(inRedis('ttl', key)) > 0);
});

test('each node counts for itself while Redis is away, and with the other again afterwards', async () => {
  await stopRedis();
  assert.equal(await permitted('192.0.2.3'), 2 * PERMITTED);
  await startRedis();
  await untilBothCount();
  assert.equal(await permitted('192.0.2.4'), PERMITTED);
});
