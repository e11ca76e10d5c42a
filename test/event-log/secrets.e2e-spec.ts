import { DataSource } from 'typeorm';
import { JobRunService } from '../../src/features/admin/jobs/job-run.service';
import { InitialAccessTokensService } from '../../src/governance/initial-access-tokens/initial-access-tokens.service';
import { RegistrarsService } from '../../src/governance/registrars/registrars.service';
import { RefusalsListener } from '../../src/event-log/refusals/refusals.listener';
import type { Webhook } from '../../src/webhooks/webhook.entity';
import { aClient } from '../support/a-client';
import { administer, operate } from '../support/administration-flows';
import { administering } from '../support/administering';
import { basic } from '../support/basic';
import { clientele } from '../support/clientele';
import { commandContext } from '../support/contexts';
import { aWebhook, deliver } from '../support/driven-webhooks';
import { FLOWS, surroundings } from '../support/flows';
import { jsonLines } from '../support/json-lines';
import { loggedEvents } from '../support/logged-events';
import { aSigner, currentClaims } from '../support/software-authority';
import { stopTasks } from '../support/stop-tasks';
import { createTestApp } from '../support/test-app';
import type { TestServer, Transport } from '../support/test-server';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver';

/** The members and parameters of requests, responses and stored values that are secrets, give access, or are made of one. */
const SECRETS = [
  'access_token',
  'client_assertion',
  'client_secret',
  'hash',
  'registration_access_token',
  'sealed',
  'secret',
  'software_statement',
  'token',
];
/** Where hashed and sealed secrets are stored. */
const STORED = [
  'SELECT client_secrets AS value FROM clients',
  'SELECT registration_access_tokens AS value FROM clients',
  'SELECT details AS value FROM initial_access_tokens',
  'SELECT secrets AS value FROM webhooks',
];
const AUDIENCE = 'https://clientele.example';

const parsed = (text: string): Readonly<Record<string, unknown>> =>
  text.startsWith('{')
    ? (JSON.parse(text) as Readonly<Record<string, unknown>>)
    : Object.fromEntries(new URLSearchParams(text));

describe('events of all kinds of flows', () => {
  let app: TestServer;
  /** The same application, whose requests are recorded. */
  let server: TestServer;
  let receiver: WebhookReceiver;
  /** Gets all events. */
  let webhook: Webhook;
  let variables: Readonly<Record<string, string>>;
  /** Of a person, by the identity provider of the operator. */
  let externalToken: string;
  const secrets = new Set<string>();

  const note = (text: unknown): void => {
    if (typeof text === 'string' && text !== '') secrets.add(text);
  };

  /** Notes the secrets anywhere in a value. */
  const noteAll = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, member] of Object.entries(value)) {
      if (SECRETS.includes(name)) note(member);
      noteAll(member);
    }
  };
  const noteStored = async (): Promise<void> => {
    for (const text of STORED)
      for (const { value } of await app.app.get(DataSource).query<{ value: string }[]>(text))
        noteAll(JSON.parse(value));
  };

  /** Sends a request, and notes the secrets of it and of its response. */
  const recording: Transport = async (address, request) => {
    const { Authorization: authorization, DPoP } = request.headers;
    note(authorization?.replace(/^\S+ /, ''));
    note(DPoP);
    const response = await fetch(address, { ...request, redirect: 'manual' });
    const bodies = [typeof request.body === 'string' ? request.body : '', await response.clone().text()].map(parsed);
    noteAll(bodies);
    return response;
  };

  /** Runs a command; gives what it printed, and notes the secrets of it. */
  const command = async (...words: readonly string[]): Promise<readonly Readonly<Record<string, unknown>>[]> => {
    const { code, stdout, stderr } = await clientele({ url: app.database.url, variables }, ...words, '--json');
    expect([words, code, stderr]).toEqual([words, 0, stderr]);
    const lines = jsonLines(stdout) as Readonly<Record<string, unknown>>[];
    noteAll(lines);
    await noteStored();
    return lines;
  };

  beforeAll(async () => {
    const around = await surroundings();
    receiver = await startWebhookReceiver();
    const issuer = `${receiver.https.url}/realm`;
    const signer = await aSigner();
    receiver.https.serve('/realm/.well-known/openid-configuration', {
      issuer,
      jwks_uri: `${receiver.https.url}/keys`,
    });
    receiver.https.serve('/keys', { keys: [signer.publicJwk] });
    const external = { ADMIN_TOKEN_ISSUER: issuer, ADMIN_TOKEN_AUDIENCE: AUDIENCE, ADMIN_TOKEN_CLAIM: 'roles' };
    variables = { ...around.variables, ...receiver.variables, ...external, ADMIN_TOKEN_VALUES: 'admin' };
    app = await createTestApp(variables);
    await stopTasks(app);
    ({ webhook } = await aWebhook(app, { url: receiver.url }));
    server = app.via(recording);
    for (const flow of Object.values(FLOWS)) await flow(server, around);
    const claims = { iss: issuer, aud: AUDIENCE, sub: 'f3a1', roles: ['admin'] };
    externalToken = await signer.sign(currentClaims(claims), { typ: 'at+jwt' });
  });

  afterAll(async () => {
    await app.close();
    await receiver.https.close();
  });

  it('of administrators and commands contain no secrets either, and messages to webhooks do not', async () => {
    const around = { receiver: receiver.url, runJobs: () => app.app.get(JobRunService).run() };
    await administer(await administering(server), around);
    const bearer = { Authorization: `Bearer ${externalToken}`, 'Content-Type': 'application/json' };
    expect((await server.send('POST', '/admin/registrars', bearer, '{}')).status).toBe(201);
    await noteStored();
    await operate(command, receiver.url);
    await deliver([app], webhook);
    const events = await loggedEvents(server);
    const texts = [JSON.stringify(events), receiver.raw.map(({ body }) => body).join()];
    for (const secret of secrets) for (const text of texts) expect(text).not.toContain(secret);
    expect([secrets.has(externalToken), receiver.refused]).toEqual([true, []]);
    expect(receiver.accepted.length).toBeGreaterThan(50);
    expect(secrets.size).toBeGreaterThan(75);
    const types = new Set(events.map(({ type }) => type));
    for (const type of [
      'administrator.signed_in',
      'client.read',
      'client.registration_token_rotated',
      'client.secret_rotated',
      'initial_access_token.revoked',
      'policy.applied',
      'registrar.revoked',
      'signing_key.rotated',
      'webhook.secret_rotated',
    ])
      expect([...types]).toContain(type);
  });

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
