import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InitialAccessTokensService } from '../../src/governance/initial-access-tokens/initial-access-tokens.service';
import { PolicyFileService } from '../../src/governance/policies/policy-file.service';
import { aClient } from '../support/a-client';
import { commandContext } from '../support/contexts';
import { policyFile, type PolicyFile } from '../support/policy-files';
import { expectRefusal } from '../support/refusal';
import { createTestApp, type Variables } from '../support/test-app';
import { databaseKind, preparedDatabase, type TestDatabase } from '../support/test-database';
import type { Answer, TestServer } from '../support/test-server';

const POLICIES = { everybody: {}, partner: {}, visitors: {} };
const RULES = {
  everybody: { rate_limit: { registrations: 4, seconds: 600 } },
  partner: { rate_limit: { registrations: 2, seconds: 86_400 } },
  visitors: { rate_limit: { registrations: 3, seconds: 60 } },
};

const GUIDE = readFileSync(join(__dirname, '../../docs/GOVERNANCE.md'), 'utf8');

describe('rate_limit of a policy', () => {
  let database: TestDatabase;
  let file: PolicyFile;
  let one: TestServer;
  let other: TestServer;

  beforeAll(async () => {
    database = await preparedDatabase();
    file = await policyFile(POLICIES, RULES);
    const variables: Variables = {
      POLICY_FILE: file.path,
      REGISTRATION_MODE: 'open',
      PROTECTED_REGISTRATION_POLICY: 'everybody',
      OPEN_REGISTRATION_POLICY: 'visitors',
      RATE_LIMIT_REGISTER: '0',
      TRUST_PROXY: '127.0.0.1',
      ...(databaseKind === 'postgres' && { RATE_LIMIT_STORE: 'database' }),
    };
    one = await createTestApp(variables, database);
    // The counts of SQLite are in the memory of its one machine.
    other = databaseKind === 'postgres' ? await createTestApp(variables, database) : one;
  });

  afterAll(async () => {
    for (const node of new Set([one, other])) await node.close();
    await database.drop();
  });

  type Headers = Readonly<Record<string, string>>;
  const tokenWith = async (policy?: string): Promise<Headers> => {
    const wanted = { label: '', uses: 100, ...(policy !== undefined && { policy }) };
    const { token } = await one.app.get(InitialAccessTokensService).create(commandContext(one), wanted);
    return { Authorization: `Bearer ${token}` };
  };
  const from = (address: string): Headers => ({ 'X-Forwarded-For': address });
  const register = (headers: Headers | undefined, node = one): Promise<Answer> => node.postRegister(aClient(), headers);
  /** How many of 12 concurrent registrations at both nodes are permitted. */
  const permitted = async (headers?: Headers): Promise<number> => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => register(headers, index % 2 === 0 ? one : other)),
    );
    for (const answer of answers) if (answer.status !== 201) expectRefusal(answer, 429, 'temporarily_unavailable');
    return answers.filter(({ status }) => status === 201).length;
  };

  it('holds for each initial access token, on all nodes together', async () => {
    expect(await permitted(await tokenWith())).toBe(4);
    expect(await permitted(await tokenWith())).toBe(4);
  });

  it('holds for the client of an access token, and for each address without a token', async () => {
    expect(await permitted()).toBe(4);
    for (const address of ['192.0.2.1', '192.0.2.2']) expect(await permitted(from(address))).toBe(3);
    expect(await permitted(from('2001:db8:1:1::1'))).toBe(3);
    expect((await register(from('2001:db8:1:1:ffff::1'))).status).toBe(429);
    expect((await register({ ...(await tokenWith()), ...from('192.0.2.1') })).status).toBe(201);
  });

  it('holds beside that of another policy, and the refusal names the policy, its rule and the time to wait', async () => {
    const headers = await tokenWith('partner');
    for (const node of [one, other]) expect((await register(headers, node)).status).toBe(201);
    const refused = await register(headers, other);
    expectRefusal(refused, 429, 'temporarily_unavailable');
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(86_300);
    expect(seconds).toBeLessThanOrEqual(86_400);
    expect(refused.json['error_description']).toBe(
      `registrations must be at most 2 in 86400 seconds, by rate_limit of policy partner@1; try again in ${seconds} seconds`,
    );
  });

  it('counts only clients that are stored: no refused metadata, no trials, one of equal requests with one key', async () => {
    const headers = await tokenWith('partner');
    const json = { ...headers, 'Content-Type': 'application/json' };
    for (let time = 0; time < 3; time += 1) {
      expect((await one.postRegister({ redirect_uris: ['http://app.example/'] }, headers)).status).toBe(400);
      expect((await one.send('POST', '/register/validate', json, JSON.stringify(aClient()))).status).toBe(200);
    }
    const repeated = { ...headers, 'Idempotency-Key': randomUUID() };
    const answers = await Promise.all(Array.from({ length: 2 }, () => register(repeated)));
    expect(new Set(answers.map(({ status, json: { client_id } }) => `${status} ${String(client_id)}`)).size).toBe(1);
    expect((await register(headers)).status).toBe(201);
    expect((await register(headers)).status).toBe(429);
    expect((await register(repeated)).status).toBe(201);
  });

  it('permits and refuses what the guide says', async () => {
    const [, task = ''] = GUIDE.split('## Limit how fast a partner registers');
    const [, yaml = ''] = /```yaml\n([^`]+)```/.exec(task) ?? [];
    const [, json = ''] = /```json\n([^`]+)```/.exec(task) ?? [];
    await file.write(yaml);
    await one.app.get(PolicyFileService).reload();
    const headers = await tokenWith('steady');
    // The policy of the mode permits fewer.
    const guided = await createTestApp({ POLICY_FILE: file.path }, database);
    for (let count = 0; count < 10; count += 1) expect((await register(headers, guided)).status).toBe(201);
    const refused = await register(headers, guided);
    expectRefusal(refused, 429, 'temporarily_unavailable');
    const withoutTime = (text: unknown): string => String(text).replace(/in \d+ seconds$/, 'in a while');
    const { error_description } = JSON.parse(json) as Record<string, unknown>;
    expect(withoutTime(refused.json['error_description'])).toBe(withoutTime(error_description));
    await guided.close();
  });

  it('of a new version holds at the next request; what was counted stays, and a refused one counts for no policy', async () => {
    const headers = await tokenWith('partner');
    for (const node of [one, other]) expect((await register(headers, node)).status).toBe(201);
    for (let time = 0; time < 5; time += 1) expect((await register(headers)).status).toBe(429);
    await file.write(POLICIES, { ...RULES, partner: { rate_limit: { registrations: 3, seconds: 60 } } });
    await one.app.get(PolicyFileService).reload();
    expect((await register(headers, other)).status).toBe(201);
    const refused = await register(headers, other);
    expect(refused.json['error_description']).toMatch(
      /^registrations must be at most 3 in 60 .* of policy partner@2; try/,
    );
  });
});
