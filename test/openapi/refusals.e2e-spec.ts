import { randomUUID } from 'node:crypto';
import type { OpenAPIObject } from '@nestjs/swagger';
import { JobRunService } from '../../src/features/admin/jobs/job-run.service';
import { InitialAccessTokensService } from '../../src/governance/initial-access-tokens/initial-access-tokens.service';
import type { ResponseObject } from '../../src/platform/openapi/document-types';
import { aClient } from '../support/a-client';
import { type Administrator, administering } from '../support/administering';
import { commandContext } from '../support/contexts';
import { type DocumentHost, startDocumentHost } from '../support/document-host';
import { managing } from '../support/managing';
import { policyFile } from '../support/policy-files';
import { aProof, aProofKey } from '../support/proofs';
import { aUser } from '../support/a-user';
import { indexClients } from '../support/following';
import { refusedBySignIn } from '../support/refused-by-sign-in';
import { setStatus } from '../support/set-status';
import { aSigner, currentClaims } from '../support/software-authority';
import { createTestApp } from '../support/test-app';
import type { Answer, RegisteredClient, TestServer } from '../support/test-server';
import { WITH_SIGN_IN } from '../support/with-sign-in';
import { CredentialsEnded } from '../../src/core/errors/management-errors';

/** Sentences that no request can cause here. Each is written in the constructor of its class, which takes no words. */
const OF_THE_SERVER = /^(others are at work|too many requests|the server (could not|cannot) )/;

const NOT_APPROVED = {
  pending:
    'the client must be approved by the operator; do not register again, read client_status at registration_client_uri',
  rejected: 'the client was rejected by the operator; ask the operator',
};

const NO_EVENT = '01a2156c-0000-7000-8000-000000000000';
const JSON_BODY = { 'Content-Type': 'application/json' };
const ISSUERS = JSON.stringify({ 'https://directory.example': { jwks_uri: 'https://directory.example/keys' } });

describe('the refusals of openapi.json', () => {
  let server: TestServer;
  let strict: TestServer;
  /** The host of the client documents of {@link strict}. */
  let documents: DocumentHost;
  let administrator: Administrator;
  /** A server without streams of events, and its administrator. */
  let streaming: TestServer;
  let streamer: Administrator;
  let client: RegisteredClient;
  let publicClient: RegisteredClient;

  beforeAll(async () => {
    server = await createTestApp();
    documents = await startDocumentHost();
    const withDocuments = { ...WITH_SIGN_IN, ...documents.variables };
    strict = await createTestApp({ ...withDocuments, DPOP_NONCE: 'required', SOFTWARE_STATEMENT_ISSUERS: ISSUERS });
    administrator = await administering(server);
    streaming = await createTestApp({ MAX_EVENT_STREAMS: '0' });
    streamer = await administering(streaming);
    client = await server.register(aClient({ scope: 'openid' }));
    publicClient = await server.register({
      redirect_uris: ['https://a.example/cb'],
      token_endpoint_auth_method: 'none',
    });
  });

  afterAll(() => Promise.all([server.close(), strict.close(), streaming.close(), documents.close()]));

  const credentials = ({ client_id, client_secret } = client): Record<string, string> => ({ client_id, client_secret });
  const token = (parameters: Readonly<Record<string, string>>, headers = {}): Promise<Answer> =>
    server.token({ grant_type: 'client_credentials', ...credentials(), ...parameters }, headers);
  const register = (body: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
    server.send('POST', '/register', { ...JSON_BODY, ...headers }, JSON.stringify(body));
  const registerRepeatably = async (body: unknown, key: string): Promise<Answer> =>
    register(body, { Authorization: `Bearer ${await server.registerToken()}`, 'Idempotency-Key': key });
  const withStatement = (software_statement: string): Promise<Answer> =>
    strict.postRegister(aClient({ software_statement }));
  const proofs = async (claims = {}): Promise<Record<string, string>> => ({
    DPoP: await aProof(await aProofKey(), { claims }),
  });

  const readDocument = async (client_id: string): Promise<Answer> =>
    (await administering(strict)).post(`/admin/client-documents/${encodeURIComponent(client_id)}/refresh`);

  const administered = (action: string): string => `/admin/clients/${client.client_id}/${action}`;

  /** A request for each documented sentence. */
  const requests: readonly (readonly [sentence: string, request: () => Promise<Answer>])[] = [
    [
      'redirect_uris[0] must not have a fragment; remove # and what follows',
      () => server.postRegister({ redirect_uris: ['https://app.example/callback#x'] }),
    ],
    [
      'contacts must be an array; put even a single value in brackets',
      () => server.postRegister(aClient({ contacts: 'a@b.example' })),
    ],
    [
      'software_statement must be a JWT signed with an asymmetric algorithm; obtain a new statement from its issuer',
      () => withStatement('no JWT'),
    ],
    [
      'software_statement must be of an issuer that is trusted here; ask the operator',
      async () => withStatement(await (await aSigner()).sign(currentClaims({ iss: 'https://other.example' }))),
    ],
    [
      'Idempotency-Key must be 1 to 255 visible ASCII characters; use a UUID',
      () => registerRepeatably(aClient(), 'x'.repeat(256)),
    ],
    [
      'Idempotency-Key must not be reused with another body; use a new key',
      async () => {
        const key = randomUUID();
        await registerRepeatably(aClient(), key);
        return registerRepeatably(aClient({ scope: 'openid' }), key);
      },
    ],
    [
      'the Authorization header must be one word Bearer, one space and the token',
      () => register(aClient(), { Authorization: 'Bearer' }),
    ],
    ['send Authorization: Bearer with a token of scope register', () => register(aClient())],
    [
      'send Authorization: Bearer with the registration access token',
      () => server.get(`/register/${client.client_id}`),
    ],
    [
      'the access token is not valid here; obtain a new one',
      () => register(aClient(), { Authorization: 'Bearer unknown' }),
    ],
    [
      'the registration access token is not valid here; use that of the latest answer, or register again',
      () => managing(server, { ...client, registration_access_token: 'unknown' }).read(),
    ],
    [
      'the access token needs the scope register',
      async () => register(aClient(), { Authorization: `Bearer ${await server.accessToken(credentials())}` }),
    ],
    [
      'the DPoP header must carry a proof; see RFC 9449 section 7.1',
      async () => register(aClient(), { Authorization: `DPoP ${await server.registerToken()}` }),
    ],
    [
      'the DPoP proof must have the htm POST; make a proof for each request',
      async () => token({}, await proofs({ htm: 'GET' })),
    ],
    [
      'the DPoP proof must have the nonce of the DPoP-Nonce header; make a new proof',
      async () =>
        strict.token(
          { grant_type: 'client_credentials', client_id: 'registerClient', client_secret: 'password' },
          await proofs(),
        ),
    ],
    [
      'this initial access token must not have more than 1 clients at a time; delete one of them, or ask the operator',
      async () => {
        const tokens = server.app.get(InitialAccessTokensService);
        const made = await tokens.create(commandContext(server), { label: '', maxClients: 1 });
        const headers = { Authorization: `Bearer ${made.token}` };
        await register(aClient(), headers);
        return register(aClient(), headers);
      },
    ],
    ['grant_type must be sent; use client_credentials', () => server.token(credentials())],
    ['grant_type must be one of client_credentials', () => token({ grant_type: 'password' })],
    [
      'grant_type client_credentials is not registered for this client; register it in grant_types',
      async () => token(credentials(await server.register({ redirect_uris: ['https://a.example/cb'] }))),
    ],
    [
      'scope must be within what the client registered and the resource knows; leave out admin',
      () => token({ scope: 'openid admin' }),
    ],
    [
      'resource must be one that this server issues tokens for; leave it out',
      () => token({ resource: 'https://unknown.example' }),
    ],
    [
      'authorization_details must be of types that the client registered; leave out payment',
      () => token({ authorization_details: '[{"type":"payment"}]' }),
    ],
    [
      'the client must authenticate in one way only; leave the other out',
      () => token({}, { Authorization: `Basic ${btoa(`${client.client_id}:${client.client_secret}`)}` }),
    ],
    ['client authentication failed; check client_id and its credentials', () => token({ client_secret: 'wrong' })],
    [
      'token must be sent; put the token into the form',
      () => server.send('POST', '/revoke', FORM, new URLSearchParams(credentials()).toString()),
    ],
    [
      'the request body must be a form; send it as application/x-www-form-urlencoded',
      () => server.send('POST', '/revoke', JSON_BODY, '{}'),
    ],
    [
      'the client must have a secret to rotate; register a token_endpoint_auth_method that uses one',
      () => managing(server, publicClient).rotateSecret(),
    ],
    [
      'the client is disabled and must not be changed; ask the operator',
      async () => {
        const disabled = await server.register(aClient());
        await setStatus(server, disabled.client_id, 'disabled');
        return managing(server, disabled).put(aClient());
      },
    ],
    [
      'send Authorization: Bearer with a token of scope register:admin',
      () => server.send('POST', administered('enable')),
    ],
    ['send Authorization: Bearer with a token of scope register:admin:read', () => server.get('/admin/clients')],
    [
      'the access token needs the scope register:admin',
      async () =>
        server.send('POST', administered('enable'), { Authorization: `Bearer ${await server.registerToken()}` }),
    ],
    [
      'the access token needs the scope register:admin:read',
      async () => server.get('/admin/clients', { Authorization: `Bearer ${await server.registerToken()}` }),
    ],
    [
      'limt must be one of the parameters limit, after; did you mean limit? otherwise leave it out',
      () => administrator.get('/admin/jobs?limt=1'),
    ],
    ['limit must not be repeated; send it once', () => administrator.get('/admin/clients?limit=1&limit=2')],
    [
      'since must not be repeated; send it once',
      () => administrator.get('/admin/statistics?since=2026-01-01T00:00:00Z&since=2026-01-01T00:00:00Z'),
    ],
    ['resource must not be repeated; send it once', () => server.get('/resource-metadata?resource=a&resource=b')],
    ['version must not be repeated; send it once', () => administrator.get('/admin/policies/a?version=1&version=2')],
    [
      'confirm must not be repeated; send it once',
      () => administrator.remove('/admin/keys/unknown?confirm=true&confirm=true'),
    ],
    [
      new CredentialsEnded().message,
      async () => {
        const headers = { 'Idempotency-Key': randomUUID() };
        const { json } = await administrator.post('/admin/initial-access-tokens', {}, headers);
        await administrator.remove(`/admin/initial-access-tokens/${String(json['id'])}`);
        return administrator.post('/admin/initial-access-tokens', {}, headers);
      },
    ],
    [
      'after must be one that the Link header of this list had; leave it out to begin',
      async () => {
        await indexClients(server);
        return administrator.get('/admin/clients?name=a&after=other');
      },
    ],
    [
      'the request must have either client_ids or filter; send one of them',
      () => administrator.post('/admin/jobs', { action: 'disable' }),
    ],
    [
      'filter must have one or more of the filters of GET /admin/clients, and nothing else; name them as there',
      () => administrator.post('/admin/jobs', { action: 'disable', filter: { limit: '5' } }),
    ],
    [
      'since must be at most 31 days before until; ask for less at once',
      () => administrator.get('/admin/statistics?since=2026-01-01T00:00:00Z&until=2026-02-02T00:00:00Z'),
    ],
    ['the job must be there; see the list', () => administrator.get('/admin/jobs/unknown')],
    [
      'the job must not have ended; read what it did',
      async () => {
        const body = { action: 'disable', client_ids: [client.client_id], dry_run: true };
        const { json } = await administrator.post('/admin/jobs', body);
        await server.app.get(JobRunService).run();
        const stop = `/admin/jobs/${String(json['id'])}/stop`;
        let answer = await administrator.post(stop);
        // The task of the server may be at work on the job.
        while (answer.status === 200) answer = await administrator.post(stop);
        return answer;
      },
    ],
    [
      'the request body must be a JSON object; send a JSON object in UTF-8',
      () => administrator.post('/admin/initial-access-tokens', []),
    ],
    [
      'the initial access token must be there; see the list',
      () => administrator.get('/admin/initial-access-tokens/unknown'),
    ],
    ['the registrar must be there; see the list', () => administrator.get('/admin/registrars/unknown')],
    [
      'the registrar must have a secret; one that is revoked has none, nor has one that authenticates by keys',
      async () => {
        const { json } = await administrator.post('/admin/registrars', {});
        await administrator.remove(`/admin/registrars/${String(json['client_id'])}`);
        return administrator.post(`/admin/registrars/${String(json['client_id'])}/secret`);
      },
    ],
    [
      'confirm must be true, because tokens become invalid; send it if that is meant',
      () => administrator.post('/admin/keys/rotate', { drop_old: true }),
    ],
    ['the signing key must be there; see the list', () => administrator.remove('/admin/keys/unknown')],
    [
      'the key must not be the one that signs; rotate the keys first, or replace all of them at once',
      async () => {
        const { json } = await administrator.get('/admin/keys');
        const signs = (json['keys'] as readonly { kid: string; state: string }[]).find(
          ({ state }) => state === 'signs',
        );
        return administrator.remove(`/admin/keys/${signs?.kid ?? ''}?confirm=true`);
      },
    ],
    ['the user must be there; see the list', () => administrator.get('/admin/users/unknown')],
    [
      'the user must be disabled to be enabled; he or she can sign in now',
      async () => (await administering(strict)).post(`/admin/users/${(await aUser(strict)).sub}/enable`),
    ],
    [
      'the user must be active to be disabled; he or she cannot sign in now',
      async () => {
        const [ofStrict, { sub }] = await Promise.all([administering(strict), aUser(strict)]);
        await ofStrict.post(`/admin/users/${sub}/disable`);
        return ofStrict.post(`/admin/users/${sub}/disable`);
      },
    ],
    ['the grant must be there; see the list', () => administrator.get('/admin/grants/unknown')],
    ['the webhook must be there; see the list', () => administrator.get('/admin/webhooks/unknown')],
    ...(
      [
        ['the body must have either event, or from with or without to; send one of the two', {}],
        [`event: the log has no sealed event ${NO_EVENT}; repeat it in a few seconds`, { event: NO_EVENT }],
      ] as const
    ).map(([sentence, body]): (typeof requests)[number] => [
      sentence,
      async () => {
        const { json } = await administrator.post('/admin/webhooks', { url: 'https://crm.example/hooks' });
        return administrator.post(`/admin/webhooks/${String(json['id'])}/replay`, body);
      },
    ]),
    ['the client document must be there; see the list', () => administrator.get('/admin/client-documents/unknown')],
    [
      'the disabled host must be there; see the list',
      () => administrator.post('/admin/client-document-hosts/app.example/enable'),
    ],
    ...refusedBySignIn(() => strict),
    [
      'client_id must be the address of a document; publish it there',
      () => readDocument(documents.at('/nothing.json')),
    ],
    [
      'the document at the client_id could not be read; try again later',
      () => readDocument(documents.publish('/broken.json', {}, { status: 500 })),
    ],
    ['the policy must be there; see the list', () => administrator.get('/admin/policies/unknown')],
    [
      'line 1: policies must be an object; write an entry for each policy',
      () => administrator.post('/admin/policies', { policies: {} }),
    ],
    [
      'the Content-Type must be application/json or application/yaml',
      () => administrator.post('/admin/policies', 'policies: {}', { 'Content-Type': 'text/plain' }),
    ],
    [
      'policies of registrations must not contradict each other; change the document or what the policies are attached to, or confirm it',
      async () => {
        const { path } = await policyFile({ all: { scope: { subset_of: ['openid'] } }, own: { scope: {} } });
        const other = await createTestApp({ POLICY_FILE: path, PROTECTED_REGISTRATION_POLICY: 'all' });
        const its = await administering(other);
        await its.post('/admin/initial-access-tokens', { policy: 'own' });
        const policies = { own: { metadata_policy: { scope: { subset_of: ['profile'] } } } };
        const answer = await its.post('/admin/policies', { policies });
        await other.close();
        return answer;
      },
    ],
    ['the client must be there; see the list', () => administrator.get('/admin/clients/unknown')],
    [
      'the last event must be the id of a sealed event; use one of GET /admin/events, or leave it out',
      () => administrator.get('/admin/events?after=unknown'),
    ],
    [
      'too many streams are open; end one, or try again',
      () => streaming.get('/admin/events', { ...streamer.headers, Accept: 'text/event-stream' }),
    ],
    [
      'the client must be one that was registered; revoke a registrar at /admin/registrars or by clientele registrars revoke, and change those of the environment there',
      () => administrator.remove('/admin/clients/administrator'),
    ],
    [
      'reason must be a text; send {reason: ...} with the sentence that the client reads',
      () => administrator.post(administered('disable'), { reason: 1 }),
    ],
    [
      'the client must be pending to be approved, and it is active; it needs no approval',
      () => administrator.post(administered('approve')),
    ],
    [
      'the client must be pending to be rejected, and it is active; disable it',
      () => administrator.post(administered('reject'), { reason: 'None.' }),
    ],
    [
      'the client must be active to be disabled, and it is disabled; it obtains no tokens',
      async () => {
        const { client_id } = await server.register(aClient());
        await administrator.post(`/admin/clients/${client_id}/disable`);
        return administrator.post(`/admin/clients/${client_id}/disable`);
      },
    ],
    [
      'the client must be disabled to be enabled, and it is active; it obtains tokens',
      () => administrator.post(administered('enable')),
    ],
    ...(['pending', 'rejected'] as const).map((status): (typeof requests)[number] => [
      NOT_APPROVED[status],
      async () => {
        const { client_id, client_secret } = await server.register(aClient());
        await setStatus(server, client_id, status);
        return token({ client_id, client_secret });
      },
    ]),
    [
      'If-Match must name the ETag that GET answers now; read the registration again',
      () => managing(server, client).put(aClient(), { 'If-Match': '"other"' }),
    ],
    [
      'nothing is served at this address; see /.well-known/oauth-authorization-server',
      () => server.get('/.well-known/openid-configuration'),
    ],
    ['the method is not allowed here; use OPTIONS, POST', () => server.get('/register')],
    [
      'the request body is too large; send at most 64 KiB',
      () => server.postRegister(aClient({ client_name: 'x'.repeat(70_000) })),
    ],
    [
      'the Content-Type must be application/json',
      async () =>
        server.send(
          'POST',
          '/register',
          { Authorization: `Bearer ${await server.registerToken()}`, 'Content-Type': 'text/plain' },
          '{}',
        ),
    ],
    [
      'the Content-Type must be application/merge-patch+json',
      () => managing(server, client).send('PATCH', {}, JSON_BODY),
    ],
  ];

  it.each(requests)('%s', async (sentence, request) => {
    const { status, json } = await request();
    expect(status).toBeGreaterThanOrEqual(400);
    expect(json['error_description']).toBe(sentence);
  });

  it('are those that requests cause, to the letter', async () => {
    const pathsOf = async (at: TestServer): Promise<OpenAPIObject['paths']> =>
      ((await at.get('/openapi.json')).json as unknown as OpenAPIObject).paths;
    // Those that both have name the grants of their server.
    const paths = { ...(await pathsOf(strict)), ...(await pathsOf(server)) };
    const documented = Object.values(paths)
      .flatMap(({ get, put, patch, post, delete: remove }) => [get, put, patch, post, remove])
      .flatMap((operation) => Object.values(operation?.responses ?? {}) as ResponseObject[])
      .flatMap(({ content }) => Object.values(content?.['application/json']?.examples ?? {}) as Example[])
      .map(({ value }) => value.error_description)
      .filter((sentence) => sentence !== undefined && !OF_THE_SERVER.test(sentence));
    expect([...new Set(documented)].sort()).toEqual(requests.map(([sentence]) => sentence).sort());
  });
});

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

interface Example {
  readonly value: { readonly error_description?: string };
}
