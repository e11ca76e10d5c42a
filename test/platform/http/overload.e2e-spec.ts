import type { IncomingMessage } from 'node:http';
import { Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Client } from '../../../src/clients/client.entity';
import { MAX_PER_CONNECTION } from '../../../src/platform/http/requests-in-flight';
import { aClient } from '../../support/a-client';
import { Connection } from '../../support/connection';
import { HeldRequest } from '../../support/held-request';
import { LockedDatabase } from '../../support/locked-database';
import { head } from '../../support/raw-http';
import { expectRefusal } from '../../support/refusal';
import { createTestApp } from '../../support/test-app';
import type { Answer, TestServer } from '../../support/test-server';
import { untilServed } from '../../support/until-served';

const MOST = 3;
const LIMIT = { MAX_REQUESTS_IN_FLIGHT: String(MOST) };

const expectShed = (answer: Answer): void => {
  expectRefusal(answer, 503, 'temporarily_unavailable');
  expect(answer.headers.get('retry-after')).toMatch(/^[1-3]$/);
};

/** A registration as it goes over the wire. */
const aRegistration = (headers: Readonly<Record<string, string>>, ...more: readonly string[]): string => {
  const body = JSON.stringify(aClient());
  const fields = { 'Content-Type': 'application/json', ...headers, 'Content-Length': String(body.length) };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
  return head('POST /register HTTP/1.1', 'Host: x', ...lines, ...more) + body;
};

/** The statuses of answers as they came over the wire. */
const statusesOf = (answers: string): string[] =>
  [...answers.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status = '']) => status);

/** Requests that are being worked on: they wait for a lock that is not theirs. */
interface Held {
  /** The statuses of their answers, once nobody holds the lock any more. */
  finish(): Promise<string[]>;
  /** Their callers go away. */
  leave(): Promise<unknown>;
}

describe('more requests in flight than MAX_REQUESTS_IN_FLIGHT', () => {
  let server: TestServer;
  let headers: Record<string, string>;

  beforeAll(async () => {
    server = await createTestApp({ ...LIMIT, DATABASE_TIMEOUT: '10000', CORS_ORIGINS: 'https://app.example' });
    headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${await server.registerToken()}` };
  });

  afterAll(() => server.close());

  const registrations = (): Promise<number> => server.app.get(DataSource).getRepository(Client).count();

  const hold = async (): Promise<Held> => {
    const lock = await LockedDatabase.lock(server.database);
    const begin = async (): Promise<Connection> =>
      (await Connection.open(server.port)).write(aRegistration(headers, 'Connection: close'));
    let callers = await Promise.all(Array.from({ length: MOST }, begin));
    // The request that asks is one in flight too: it may have been the reason why one of the others was refused.
    while ((await server.get('/.well-known/jwks.json')).status !== 503)
      callers = await Promise.all(callers.map(async (one) => (one.received === '' ? one : begin())));
    return {
      leave: () => Promise.all(callers.map((one) => one.close())),
      finish: async () => {
        await lock.close();
        return (await Promise.all(callers.map((one) => one.ended))).map((answer) =>
          answer.slice('HTTP/1.1 '.length, 'HTTP/1.1 200'.length),
        );
      },
    };
  };

  it('are logged when they begin, not one by one', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockReturnValue();
    const held = await hold();
    for (let number = 0; number < 5; number += 1) expect((await server.get('/token?secret')).status).toBe(503);
    await held.finish();
    expect(warn.mock.calls).toEqual([[{ refused: 1, why: `${MOST} requests are in flight` }, expect.any(String)]]);
    warn.mockRestore();
  });

  it('are refused with Retry-After and leave no trace; what was admitted is served, and then all is again', async () => {
    const before = await registrations();
    const held = await hold();
    expectShed(await server.postRegister(aClient(), headers));
    expectShed(await server.get('/.well-known/jwks.json'));
    expect(await registrations()).toBe(before);
    expect(await held.finish()).toEqual(Array.from({ length: MOST }, () => '201'));
    expect(await registrations()).toBe(before + MOST);
    expect((await server.postRegister(aClient(), headers)).status).toBe(201);
  });

  it('are refused before authentication and before their body is read', async () => {
    const held = await hold();
    expectShed(await server.postRegister('x'.repeat(100_000), { Authorization: 'Bearer wrong' }));
    expectShed(await server.token({ client_id: 'nobody', client_secret: 'wrong' }));
    await held.finish();
  });

  it('are refused too when their body comes later than their head', async () => {
    const late = await HeldRequest.post(server.port, '/register', headers, JSON.stringify(aClient()));
    const before = await registrations();
    const held = await hold();
    expect(await late.finish()).toBe(503);
    await held.finish();
    expect(await registrations()).toBe(before + MOST);
  });

  it('leave the probes alone', async () => {
    const held = await hold();
    expect((await server.get('/health/live')).status).toBe(200);
    expect((await server.get('/health/ready')).status).toBe(200);
    await held.finish();
  });

  it('have CORS headers in their 503, and the connection stays open for the next attempt', async () => {
    const held = await hold();
    const answer = await server.get('/.well-known/jwks.json', { Origin: 'https://app.example' });
    expectShed(answer);
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://app.example');
    expect(answer.headers.get('connection')).not.toBe('close');
    await held.finish();
  });

  it('count until their work is done, also when their callers went away', async () => {
    const before = await registrations();
    const held = await hold();
    await held.leave();
    expectShed(await server.get('/.well-known/jwks.json'));
    await held.finish();
    const { status } = await untilServed(() => server.postRegister(aClient(), headers));
    expect(status).toBe(201);
    for (let number = 0; number < 2 * MOST; number += 1)
      expect((await server.get('/.well-known/jwks.json')).status).toBe(200);
    expect(await registrations()).toBe(before + MOST + 1);
  });

  it('are not caused by bodies that do not arrive, nor by callers that disconnect before theirs has arrived', async () => {
    const silent = await Promise.all(
      Array.from({ length: 3 * MOST }, () => HeldRequest.post(server.port, '/register', headers, '{}')),
    );
    expect((await server.postRegister(aClient(), headers)).status).toBe(201);
    for (const one of silent) await one.close();
    expect((await server.postRegister(aClient(), headers)).status).toBe(201);
  });

  it('do not come about by requests that were refused for other reasons', async () => {
    for (let number = 0; number < MOST; number += 1) {
      await server.get('/nowhere');
      await server.get('/%zz');
      await server.send('DELETE', '/register');
      await server.token({});
    }
    expect((await server.postRegister(aClient(), headers)).status).toBe(201);
  });
});

describe('requests that come on one connection without awaiting the answers', () => {
  it('are served up to the limit of a connection, however many the server may have in flight', async () => {
    const server = await createTestApp({ DATABASE_TIMEOUT: '10000' });
    const registration = aRegistration({ Authorization: `Bearer ${await server.registerToken()}` });
    const lock = await LockedDatabase.lock(server.database);
    const connection = await Connection.open(server.port);
    connection.write(registration.repeat(MAX_PER_CONNECTION + 3));
    connection.write(head('GET /health/live HTTP/1.1', 'Host: x', 'Connection: close'));
    await server.get('/.well-known/jwks.json');
    await lock.close();
    const times = (count: number, status: string): string[] => Array.from({ length: count }, () => status);
    expect(statusesOf(await connection.ended)).toEqual([
      ...times(MAX_PER_CONNECTION, '201'),
      ...times(3, '503'),
      '200',
    ]);
    await server.close();
  });

  it.each(['/.well-known/jwks.json', '/health/ready', '/nowhere'])('in thousands to %s end with it', async (path) => {
    const server = await createTestApp();
    let arrived = 0;
    server.app.getHttpServer().prependListener('request', () => (arrived += 1));
    const sent = 50_000;
    const connection = await Connection.open(server.port);
    await connection.write(head(`GET ${path} HTTP/1.1`, 'Host: x').repeat(sent)).ended;
    expect(arrived).toBeGreaterThan(MAX_PER_CONNECTION);
    expect(arrived).toBeLessThan(sent / 5);
    expect((await server.get('/.well-known/jwks.json')).status).toBe(200);
    await server.close();
  });
});

describe('more requests in flight than MAX_REQUESTS_IN_FLIGHT_PER_NETWORK', () => {
  const SHARE = 2;

  /** Has one network hold its share, and gives the status of a request of another caller. */
  const beside = async (
    variables: Readonly<Record<string, string>>,
    holder: Readonly<Record<string, string>>,
    ...others: readonly { from?: string; lines: readonly string[] }[]
  ): Promise<(string | undefined)[]> => {
    const limits = { MAX_REQUESTS_IN_FLIGHT_PER_NETWORK: String(SHARE), DATABASE_TIMEOUT: '10000' };
    const server = await createTestApp({ ...limits, ...variables });
    const registration = aRegistration({ Authorization: `Bearer ${await server.registerToken()}`, ...holder });
    const lock = await LockedDatabase.lock(server.database);
    const held = (await Connection.open(server.port)).write(registration.repeat(SHARE + 1));
    held.write(head('GET /health/live HTTP/1.1', 'Host: x', 'Connection: close'));
    const ask = async ({ from, lines }: (typeof others)[number]): Promise<string | undefined> => {
      const one = await Connection.open(server.port, from);
      one.write(head('GET /.well-known/jwks.json HTTP/1.1', 'Host: x', 'Connection: close', ...lines));
      return statusesOf(await one.ended)[0];
    };
    const statuses = [];
    for (const other of others) statuses.push(await ask(other));
    await lock.close();
    expect(statusesOf(await held.ended)).toEqual(['201', '201', '503', '200']);
    expect(await ask(others[0] ?? { lines: [] })).toBe('200');
    await server.close();
    return statuses;
  };

  it('are refused to that network, and to no other', async () => {
    expect(await beside({}, {}, { lines: [] }, { from: '127.0.0.2', lines: [] })).toEqual(['503', '200']);
  });

  it('are those of callers whom a proxy of TRUST_PROXY names, and not of the proxy', async () => {
    const [one, other] = ['X-Forwarded-For: 2001:db8::1', 'X-Forwarded-For: 2001:db8:0:1::1'];
    const callers = [{ lines: [one] }, { lines: [other] }, { lines: [] }];
    const holder = { 'X-Forwarded-For': '2001:db8::2' };
    expect(await beside({ TRUST_PROXY: '127.0.0.1' }, holder, ...callers)).toEqual(['503', '200', '200']);
  });
});

describe('an event loop that is later than MAX_EVENT_LOOP_DELAY', () => {
  const LATE_MS = 200;
  let server: TestServer;

  beforeAll(async () => {
    server = await createTestApp({ MAX_EVENT_LOOP_DELAY: String(LATE_MS) });
  });

  afterAll(() => server.close());

  const blocking = ({ url }: IncomingMessage): void => {
    const until = performance.now() + 2 * LATE_MS;
    while (url?.includes('late') && performance.now() < until);
  };

  it('refuses what it reads then, and nothing once it has caught up', async () => {
    const http = server.app.getHttpServer();
    http.prependListener('request', blocking);
    expectShed(await server.get('/.well-known/jwks.json?late'));
    expect((await server.get('/health/live?late')).status).toBe(200);
    http.removeListener('request', blocking);
    const { status } = await untilServed(() => server.get('/.well-known/jwks.json?late'));
    expect(status).toBe(200);
    const { REGISTRAR_CLIENT_ID: client_id, REGISTRAR_CLIENT_SECRET: client_secret } = server.environment;
    const form = { grant_type: 'client_credentials', client_id, client_secret, scope: 'register' };
    const { json } = await untilServed(() => server.token(form));
    const headers = { Authorization: `Bearer ${String(json['access_token'])}` };
    expect((await untilServed(() => server.postRegister(aClient(), headers))).status).toBe(201);
  });
});

describe('without bounds', () => {
  it('nothing is refused', async () => {
    const server = await createTestApp({ MAX_REQUESTS_IN_FLIGHT: '0', MAX_EVENT_LOOP_DELAY: '0' });
    const answers = await Promise.all(Array.from({ length: 50 }, () => server.get('/.well-known/jwks.json')));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    await server.close();
  });
});
