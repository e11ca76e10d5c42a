import { InitialAccessTokensService } from '../../src/governance/initial-access-tokens/initial-access-tokens.service';
import { RegistrarsService } from '../../src/governance/registrars/registrars.service';
import { RefusalsListener } from '../../src/event-log/refusals/refusals.listener';
import { aClient } from '../support/a-client';
import { basic } from '../support/basic';
import { commandContext } from '../support/contexts';
import { FLOWS, surroundings } from '../support/flows';
import { loggedEvents } from '../support/logged-events';
import { createTestApp } from '../support/test-app';
import type { TestServer, Transport } from '../support/test-server';

/** The members and parameters of requests and responses whose values are secrets, or give access like one. */
const SECRETS = [
  'access_token',
  'client_assertion',
  'client_secret',
  'registration_access_token',
  'software_statement',
  'token',
];

const parsed = (text: string): Readonly<Record<string, unknown>> =>
  text.startsWith('{')
    ? (JSON.parse(text) as Readonly<Record<string, unknown>>)
    : Object.fromEntries(new URLSearchParams(text));

describe('events of all kinds of flows', () => {
  let app: TestServer;
  /** The same application, whose requests are recorded. */
  let server: TestServer;
  const secrets = new Set<string>();

  const note = (text: unknown): void => {
    if (typeof text === 'string' && text !== '') secrets.add(text);
  };

  /** Sends a request, and notes the secrets of it and of its response. */
  const recording: Transport = async (address, request) => {
    const { Authorization: authorization, DPoP } = request.headers;
    note(authorization?.replace(/^\S+ /, ''));
    note(DPoP);
    const response = await fetch(address, { ...request, redirect: 'manual' });
    const bodies = [typeof request.body === 'string' ? request.body : '', await response.clone().text()].map(parsed);
    for (const body of bodies) for (const name of SECRETS) note(body[name]);
    return response;
  };

  beforeAll(async () => {
    const around = await surroundings();
    app = await createTestApp(around.variables);
    server = app.via(recording);
    for (const flow of Object.values(FLOWS)) await flow(server, around);
  });

  afterAll(() => app.close());

  it('contain none of their secrets, tokens, assertions, proofs and statements', async () => {
    const { token } = await server.app
      .get(InitialAccessTokensService)
      .create(commandContext(server), { label: '', uses: 1 });
    await server.postRegister(aClient({ redirect_uris: ['no address'] }), { Authorization: `Bearer ${token}` });
    await server.postRegister(aClient(), { Authorization: `Bearer ${token}` });
    const registrar = await server.app.get(RegistrarsService).create(commandContext(server), { label: '' });
    note(registrar.client_secret);
    await server.token(
      { grant_type: 'client_credentials', scope: 'register' },
      basic(registrar.stored.client_id, registrar.client_secret ?? ''),
    );
    await server.app.get(RefusalsListener).flush('test');
    const events = await loggedEvents(server);
    const text = JSON.stringify(events);
    for (const secret of secrets) expect(text).not.toContain(secret);
    expect(secrets.size).toBeGreaterThan(40);
    const types = new Set(events.map(({ type }) => type));
    for (const type of ['client.updated', 'registrar.created', 'initial_access_token.spent', 'registration.refused'])
      expect([...types]).toContain(type);
  });
});
