import { decodeJwt } from 'jose';
import type { RuleValues } from '../../src/core/policy-document/policy-rules';
import { PolicyWriterService } from '../../src/governance/policies/policy-writer.service';
import { aClient } from '../support/a-client';
import { ALL_BUT_DATE } from '../support/all-but-date';
import { commandContext } from '../support/contexts';
import { managing } from '../support/managing';
import { policyFile } from '../support/policy-files';
import { READS_POLICY_VERSIONS, recordedStatements } from '../support/recorded-statements';
import { createTestApp } from '../support/test-app';
import type { Answer, RegisteredClient, TestServer } from '../support/test-server';

const RESOURCE = 'https://files.example';
const SHORT = { client_secret_lifetime: 100, access_token_lifetime: 60 };

/** The clock stands still, at a whole second. */
const NOW = Math.floor(Date.now() / 1000);
const secondsFromNow = (at: unknown): number => Number(at) - NOW;

describe('lifetimes by policy', () => {
  let server: TestServer;

  beforeAll(async () => {
    jest.useFakeTimers({ doNotFake: ALL_BUT_DATE, now: NOW * 1000 });
    const { path } = await policyFile({ short: {} }, { short: SHORT });
    server = await createTestApp({
      POLICY_FILE: path,
      PROTECTED_REGISTRATION_POLICY: 'short',
      CLIENT_SECRET_LIFETIME: '1000',
      ACCESS_TOKEN_LIFETIME: '900',
      RESOURCES: JSON.stringify({ [RESOURCE]: { lifetime: 30 } }),
    });
  });

  beforeEach(() => apply(SHORT));

  afterAll(async () => {
    await server.close();
    jest.useRealTimers();
  });

  const apply = async (rules: RuleValues): Promise<void> => {
    await server.app
      .get(PolicyWriterService)
      .apply(commandContext(server), JSON.stringify({ policies: { short: rules } }), 'policies.json');
  };
  const token = ({ client_id, client_secret }: RegisteredClient, own = {}): Promise<Answer> =>
    server.token({ grant_type: 'client_credentials', client_id, client_secret, ...own });

  it('end a secret that is issued by a registration, an update and a rotation', async () => {
    const client = await server.register(aClient());
    expect(secondsFromNow(client['client_secret_expires_at'])).toBe(100);
    await apply({ client_secret_lifetime: 200 });
    const rotated = await managing(server, client).rotateSecret();
    expect(secondsFromNow(rotated.json['client_secret_expires_at'])).toBe(200);
    await apply({ client_secret_lifetime: 300 });
    const replaced = await managing(server, client).put(aClient({ id_token_signed_response_alg: 'HS256' }));
    expect([replaced.status, secondsFromNow(replaced.json['client_secret_expires_at'])]).toEqual([200, 300]);
  });

  it('are those of the environment if these are shorter, or the policy has none', async () => {
    await apply({ client_secret_lifetime: 2000, access_token_lifetime: 3000 });
    const client = await server.register(aClient());
    expect(secondsFromNow(client['client_secret_expires_at'])).toBe(1000);
    expect(client['token_expiration_time_seconds']).toBe(900);
    expect((await token(client)).json['expires_in']).toBe(900);
    await apply({});
    const other = await server.register(aClient());
    expect(secondsFromNow(other['client_secret_expires_at'])).toBe(1000);
    expect((await token(other)).json['expires_in']).toBe(900);
  });

  it('end access tokens, and the responses about the client say so', async () => {
    const client = await server.register(aClient());
    expect(client['token_expiration_time_seconds']).toBe(60);
    const { json } = await token(client);
    const { iat = 0, exp = 0 } = decodeJwt(String(json['access_token']));
    expect([json['expires_in'], exp - iat]).toEqual([60, 60]);
    expect((await token(client, { resource: RESOURCE })).json['expires_in']).toBe(30);

    await apply({ access_token_lifetime: 20 });
    expect((await token(client)).json['expires_in']).toBe(20);
    expect((await token(client, { resource: RESOURCE })).json['expires_in']).toBe(20);
    const read = await managing(server, client).read();
    const changed = await managing(server, client).patch({ client_name: 'Other' });
    expect([read, changed].map(({ json: { token_expiration_time_seconds } }) => token_expiration_time_seconds)).toEqual(
      [20, 20],
    );
  });

  it('cost token requests one query that they share, and nothing for clients without policies', async () => {
    const client = await server.register(aClient());
    await token(client);
    const policied = await recordedStatements(async () => {
      await Promise.all(Array.from({ length: 8 }, () => token(client)));
    });
    const about = policied.filter((text) => /FROM polic/.test(text));
    expect(about).toEqual(about.filter((text) => READS_POLICY_VERSIONS.test(text)));
    expect(about).not.toEqual([]);

    const { REGISTRAR_CLIENT_ID: client_id, REGISTRAR_CLIENT_SECRET: client_secret } = server.environment;
    const without = await recordedStatements(async () => {
      const { json } = await server.token({ grant_type: 'client_credentials', client_id, client_secret });
      expect(json['expires_in']).toBe(900);
    });
    expect(without.filter((text) => /FROM polic/.test(text))).toEqual([]);
  });
});
