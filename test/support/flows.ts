import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { aClient } from './a-client';
import { aKey, anAssertion, assertionForm } from './assertions';
import { keepTrack } from './close-leftovers';
import { managing } from './managing';
import { aProof, aProofKey } from './proofs';
import { expectRefusal } from './refusal';
import { aSigner, currentClaims } from './software-authority';
import type { Answer, TestServer } from './test-server';

const DIRECTORY = 'https://directory.example';

/** What the flows need of the outside. */
export interface Surroundings {
  /** The variables of every server that the flows run on. */
  readonly variables: Readonly<Record<string, string>>;
  /** A new software statement, good for one registration. */
  readonly statement: () => Promise<string>;
}

/** A directory that issues software statements, known to servers with these variables. */
export const surroundings = async (): Promise<Surroundings> => {
  const directory = await aSigner();
  const folder = await mkdtemp(join(tmpdir(), 'clientele-flows-'));
  keepTrack({ close: () => rm(folder, { recursive: true, force: true }) });
  const jwks_file = join(folder, 'keys.json');
  await writeFile(jwks_file, JSON.stringify({ keys: [directory.publicJwk] }));
  return {
    variables: {
      SOFTWARE_STATEMENT_ISSUERS: JSON.stringify({ [DIRECTORY]: { jwks_file, single_use: true } }),
      REGISTRATION_TOKEN_ROTATION: 'on_update',
      DPOP_NONCE: 'required',
    },
    statement: () => directory.sign(currentClaims({ iss: DIRECTORY, software_id: 'app' })),
  };
};

type Flow = (server: TestServer, surroundings: Surroundings) => Promise<void>;

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

const about = (server: TestServer, path: '/introspect' | '/revoke', form: Record<string, string>): Promise<Answer> =>
  server.send('POST', path, FORM, new URLSearchParams(form).toString());

const registrarOf = ({ environment }: TestServer): { client_id: string; client_secret: string } => ({
  client_id: environment.REGISTRAR_CLIENT_ID,
  client_secret: environment.REGISTRAR_CLIENT_SECRET,
});

const registration: Flow = async (server) => {
  const { client_id, client_secret } = await server.register(aClient());
  const token = await server.accessToken({ client_id, client_secret });
  const { json } = await server.get('/.well-known/jwks.json');
  const { payload } = await jwtVerify(token, createLocalJWKSet(json as unknown as JSONWebKeySet));
  expect(payload['client_id']).toBe(client_id);
};

const repeatedRegistration: Flow = async (server) => {
  const headers = { Authorization: `Bearer ${await server.registerToken()}`, 'Idempotency-Key': randomUUID() };
  const first = await server.postRegister(aClient(), headers);
  expect(first.status).toBe(201);
  expect((await server.postRegister(aClient(), headers)).json).toEqual(first.json);
  expectRefusal(await server.postRegister(aClient({ client_name: 'Other' }), headers), 422, 'invalid_request');
};

const management: Flow = async (server) => {
  const client = await server.register(aClient());
  const read = await managing(server, client).read();
  expect(read.status).toBe(200);
  const match = { 'If-Match': read.headers.get('etag') ?? '' };
  const updated = await managing(server, client).put(aClient({ client_name: 'Other' }), match);
  expect(updated.status).toBe(200);
  const renewed = { ...client, registration_access_token: String(updated.json['registration_access_token']) };
  expectRefusal(await managing(server, renewed).put(aClient(), match), 412, 'invalid_request');
  expectRefusal(await managing(server, client).read(), 401, 'invalid_token');
  const patched = await managing(server, renewed).patch({ client_name: 'Another' });
  expect(patched.json['client_name']).toBe('Another');
  const now = { ...client, registration_access_token: String(patched.json['registration_access_token']) };
  expect((await managing(server, now).read()).json['client_name']).toBe('Another');
};

const rotation: Flow = async (server) => {
  const client = await server.register(aClient());
  const { client_id } = client;
  const rotated = await managing(server, client).rotateSecret();
  const next = String(rotated.json['client_secret']);
  for (const client_secret of [client.client_secret, next]) await server.accessToken({ client_id, client_secret });
  await managing(server, client).rotateSecret({ overlap: 0 });
  for (const client_secret of [client.client_secret, next]) {
    const form = { grant_type: 'client_credentials', client_id, client_secret };
    expectRefusal(await server.token(form), 401, 'invalid_client');
  }
};

const deletion: Flow = async (server) => {
  const client = await server.register(aClient());
  const { client_id, client_secret } = client;
  const token = await server.accessToken({ client_id, client_secret });
  expect((await managing(server, client).remove()).status).toBe(204);
  expectRefusal(await managing(server, client).read(), 401, 'invalid_token');
  const form = { grant_type: 'client_credentials', client_id, client_secret };
  expectRefusal(await server.token(form), 401, 'invalid_client');
  const { json } = await about(server, '/introspect', { token, ...registrarOf(server) });
  expect(json).toEqual({ active: false });
};

const revocation: Flow = async (server) => {
  const registrar = registrarOf(server);
  const token = await server.accessToken({ ...registrar, scope: 'register' });
  const headers = { Authorization: `Bearer ${token}` };
  expect((await about(server, '/introspect', { token, ...registrar })).json['active']).toBe(true);
  expect((await server.postRegister(aClient(), headers)).status).toBe(201);
  expect((await about(server, '/revoke', { token, ...registrar })).status).toBe(200);
  expect((await about(server, '/introspect', { token, ...registrar })).json).toEqual({ active: false });
  expectRefusal(await server.postRegister(aClient(), headers), 401, 'invalid_token');
};

const assertion: Flow = async (server) => {
  const key = await aKey();
  const jwks = { keys: [key.publicJwk] };
  const { client_id } = await server.register(aClient({ token_endpoint_auth_method: 'private_key_jwt', jwks }));
  const form = assertionForm(await anAssertion(client_id, 'ES256', key.privateKey));
  expect((await server.token(form)).status).toBe(200);
  expectRefusal(await server.token(form), 401, 'invalid_client');
};

const proofOfPossession: Flow = async (server) => {
  const key = await aProofKey();
  const form = { grant_type: 'client_credentials', scope: 'register', ...registrarOf(server) };
  const asked = await server.token(form, { DPoP: await aProof(key) });
  expectRefusal(asked, 400, 'use_dpop_nonce');
  const nonce = asked.headers.get('dpop-nonce') ?? '';
  const DPoP = await aProof(key, { claims: { nonce } });
  const given = await server.token(form, { DPoP });
  expect(given.json['token_type']).toBe('DPoP');
  expectRefusal(await server.token(form, { DPoP }), 400, 'invalid_dpop_proof');
  const accessToken = String(given.json['access_token']);
  const presented = {
    Authorization: `DPoP ${accessToken}`,
    DPoP: await aProof(key, { path: '/register', accessToken, claims: { nonce } }),
  };
  expect((await server.postRegister(aClient(), presented)).status).toBe(201);
  expectRefusal(await server.postRegister(aClient(), presented), 401, 'invalid_dpop_proof');
};

const softwareStatement: Flow = async (server, { statement }) => {
  const metadata = aClient({ software_statement: await statement() });
  expect((await server.postRegister(metadata)).status).toBe(201);
  expectRefusal(await server.postRegister(metadata), 400, 'invalid_software_statement');
};

/** What clients do over several requests, whichever server answers each. All that is refused is refused at once. */
export const FLOWS: Readonly<Record<string, Flow>> = {
  'a registration, a token and the key that verifies it': registration,
  'a registration that is sent again': repeatedRegistration,
  'reading, replacing and changing a registration': management,
  'new secrets, with and without overlap': rotation,
  'the end of a registration': deletion,
  'a token that is introspected, used and revoked': revocation,
  'an assertion, good for one use': assertion,
  'a nonce, and proofs good for one use': proofOfPossession,
  'a software statement, good for one use': softwareStatement,
};
