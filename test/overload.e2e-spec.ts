import type { IncomingMessage } from 'node:http';
import { Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Client } from '../src/clients/client.entity';
import { aClient } from './support/a-client';
import { HeldRequest } from './support/held-request';
import { expectRefusal } from './support/refusal';
import { createTestApp } from './support/test-app';
import { untilServed } from './support/until-served';
import type { Answer, TestServer } from './support/test-server';

const MOST = 3;

const expectShed = (answer: Answer): void => {
  expectRefusal(answer, 503, 'temporarily_unavailable');
  expect(answer.headers.get('retry-after')).toMatch(/^[1-3]$/);
};

describe('more requests in flight than MAX_REQUESTS_IN_FLIGHT', () => {
  let server: TestServer;
  let headers: Record<string, string>;

  beforeAll(async () => {
    server = await createTestApp({ MAX_REQUESTS_IN_FLIGHT: String(MOST), CORS_ORIGINS: 'https://app.example' });
    headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${await server.registerToken()}` };
  });

  afterAll(() => server.close());

  const registrations = (): Promise<number> => server.app.get(DataSource).getRepository(Client).count();
  const hold = (): Promise<HeldRequest[]> =>
    Promise.all(
      Array.from({ length: MOST }, () =>
        HeldRequest.post(server.port, '/register', headers, JSON.stringify(aClient())),
      ),
    );

  it('are refused with Retry-After and leave no trace; what was admitted is served, and then all is again', async () => {
    const held = await hold();
    const before = await registrations();
    expectShed(await server.postRegister(aClient(), headers));
    expectShed(await server.get('/.well-known/jwks.json'));
    expect(await registrations()).toBe(before);
    expect(await Promise.all(held.map((one) => one.finish()))).toEqual(held.map(() => 201));
    expect(await registrations()).toBe(before + MOST);
    expect((await server.postRegister(aClient(), headers)).status).toBe(201);
  });

  it('are told in the log when they begin, not one by one', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockReturnValue();
    const { url, port } = await createTestApp({ MAX_REQUESTS_IN_FLIGHT: '1' });
    const held = await HeldRequest.post(port, '/token', { 'Content-Type': 'application/json' }, '{}');
    for (let number = 0; number < 5; number += 1) expect((await fetch(`${url}/token?secret`)).status).toBe(503);
    await held.finish();
    expect(warn.mock.calls).toEqual([[{ refused: 1, why: '1 requests are in flight' }, expect.any(String)]]);
    warn.mockRestore();
  });

  it('are refused before anybody is authenticated and before their body is read', async () => {
    const held = await hold();
    expectShed(await server.postRegister('x'.repeat(100_000), { Authorization: 'Bearer wrong' }));
    expectShed(await server.token({ client_id: 'nobody', client_secret: 'wrong' }));
    await Promise.all(held.map((one) => one.finish()));
  });

  it('leave the probes alone', async () => {
    const held = await hold();
    expect((await server.get('/health/live')).status).toBe(200);
    expect((await server.get('/health/ready')).status).toBe(200);
    await Promise.all(held.map((one) => one.finish()));
  });

  it('are told to pages of other origins, and the connection stays open for the next attempt', async () => {
    const held = await hold();
    const answer = await server.get('/.well-known/jwks.json', { Origin: 'https://app.example' });
    expectShed(answer);
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://app.example');
    expect(answer.headers.get('connection')).not.toBe('close');
    await Promise.all(held.map((one) => one.finish()));
  });

  it('do not count the ones whose callers went away', async () => {
    const before = await registrations();
    for (const one of await hold()) await one.close();
    const { status } = await untilServed(() => server.postRegister(aClient(), headers));
    expect(status).toBe(201);
    for (let number = 0; number < 2 * MOST; number += 1)
      expect((await server.get('/.well-known/jwks.json')).status).toBe(200);
    expect(await registrations()).toBe(before + 1);
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
    expect((await server.register(aClient())).client_id).toEqual(expect.any(String));
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
