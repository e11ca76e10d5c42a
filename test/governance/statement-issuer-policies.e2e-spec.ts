import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Client } from '../../src/clients/client.entity';
import type { RuleValues } from '../../src/core/policy-document/policy-rules';
import { InitialAccessTokensService } from '../../src/governance/initial-access-tokens/initial-access-tokens.service';
import { PolicyFileService } from '../../src/governance/policies/policy-file.service';
import { commandContext } from '../support/contexts';
import { managing } from '../support/managing';
import { policyFile, type PolicyFile } from '../support/policy-files';
import { expectRefusal } from '../support/refusal';
import { aSigner, currentClaims, type Signer } from '../support/software-authority';
import { createTestApp, type Variables } from '../support/test-app';
import { preparedDatabase, type TestDatabase } from '../support/test-database';
import type { RegisteredClient, TestServer } from '../support/test-server';

const [BANK, VENDOR, OTHER] = ['https://bank.example', 'https://vendor.example', 'https://other.example'];
const APP = { redirect_uris: ['https://app.example/cb'] };
const POLICIES = {
  everybody: { client_name: { max_length: 10 } },
  banks: { contacts: { add: ['bank@bank.example'] } },
  vendors: { client_name: { max_length: 5 } },
};
const RULES: Readonly<Record<string, RuleValues>> = {
  everybody: { software_statement_issuers: [BANK, VENDOR] },
  banks: { access_token_lifetime: 77 },
};

describe('policies and issuers of software statements', () => {
  let folder: string;
  let signer: Signer;
  let file: PolicyFile;
  let database: TestDatabase;
  let server: TestServer;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clientele-issuer-policies-'));
    signer = await aSigner();
    await writeFile(join(folder, 'keys.json'), JSON.stringify({ keys: [signer.publicJwk] }));
    file = await policyFile(POLICIES, RULES);
    database = await preparedDatabase();
    server = await createTestApp(variables(), database);
  });

  afterAll(async () => {
    await server.close();
    await Promise.all([database.drop(), rm(folder, { recursive: true })]);
  });

  const issuers = (own: Readonly<Record<string, string | undefined>> = {}): string => {
    const policies = { [BANK]: 'banks', [VENDOR]: 'vendors', [OTHER]: undefined, ...own };
    const entries = Object.entries(policies).map(([issuer, policy]) => [
      issuer,
      { jwks_file: join(folder, 'keys.json'), ...(policy !== undefined && { policy }) },
    ]);
    return JSON.stringify(Object.fromEntries(entries));
  };
  const variables = (own: Variables = {}): Variables => ({
    POLICY_FILE: file.path,
    PROTECTED_REGISTRATION_POLICY: 'everybody',
    SOFTWARE_STATEMENT_ISSUERS: issuers(),
    ...own,
  });
  const statementOf = (iss: string): Promise<string> => signer.sign(currentClaims({ iss, software_id: 'app' }));
  const registered = async (iss?: string, own = {}): Promise<RegisteredClient> =>
    server.register({ ...APP, ...own, ...(iss !== undefined && { software_statement: await statementOf(iss) }) });
  const policiesOf = async ({ client_id }: RegisteredClient): Promise<readonly string[]> => {
    const clients = server.app.get(DataSource).getRepository(Client);
    return ((await clients.findOneByOrFail({ client_id })).policies ?? []).map(({ name }) => name);
  };

  it('a statement of an issuer that the policy does not name is refused; none is required', async () => {
    const software_statement = await statementOf(OTHER);
    const refused = expectRefusal(
      await server.postRegister({ ...APP, software_statement }),
      400,
      'unapproved_software_statement',
    );
    expect(refused['error_description']).toBe(
      `software_statement must be of one of the issuers ${BANK}, ${VENDOR}, by software_statement_issuers of policy everybody@1; use a statement of one of these`,
    );
    expect(await policiesOf(await registered())).toEqual(['everybody']);
    expect(await policiesOf(await registered(BANK))).toEqual(['everybody', 'banks']);
  });

  it('a request that is signed as a whole is refused for its statement too', async () => {
    const jwt = await signer.sign(currentClaims({ iss: OTHER, aud: server.environment.ISSUER, ...APP }));
    const headers = { Authorization: `Bearer ${await server.registerToken()}`, 'Content-Type': 'application/jwt' };
    const refused = await server.send('POST', '/register', headers, jwt);
    expectRefusal(refused, 400, 'unapproved_software_statement');
  });

  it('that of an update is refused by the newest version, as sent and as it was registered', async () => {
    const client = await registered(VENDOR);
    const own = managing(server, client);
    const other = await own.patch({ software_statement: await statementOf(OTHER) });
    expectRefusal(other, 400, 'unapproved_software_statement');
    expect((await own.patch({ client_name: 'a' })).status).toBe(200);
    await file.write(POLICIES, { ...RULES, everybody: { software_statement_issuers: [BANK] } });
    await server.app.get(PolicyFileService).reload();
    expectRefusal(await own.patch({ client_name: 'b' }), 400, 'unapproved_software_statement');
    expect((await own.put(APP)).status).toBe(200);
    await file.write(POLICIES, RULES);
    await server.app.get(PolicyFileService).reload();
  });

  it('the policy of the issuer holds besides that of the mode, for updates and tokens too', async () => {
    const client = await registered(BANK);
    expect(client).toMatchObject({ contacts: ['bank@bank.example'], token_expiration_time_seconds: 77 });
    const own = managing(server, client);
    expect((await own.put({ ...APP, contacts: ['a@a.example'] })).json['contacts']).toEqual([
      'a@a.example',
      'bank@bank.example',
    ]);
    const long = { ...APP, client_name: '12345678' };
    expect((await server.postRegister(long)).status).toBe(201);
    const refused = await server.postRegister({ ...long, software_statement: await statementOf(VENDOR) });
    expect(expectRefusal(refused, 400, 'invalid_client_metadata')['error_description']).toMatch(/policy vendors@1;/);
  });

  it('the policy of the issuer of a statement that an update brings stays with the client', async () => {
    const client = await registered(undefined, { client_name: '12345678' });
    const own = managing(server, client);
    const software_statement = await statementOf(VENDOR);
    expectRefusal(await own.patch({ software_statement }), 400, 'invalid_client_metadata');
    expect((await own.patch({ software_statement, client_name: '1234' })).status).toBe(200);
    expect(await policiesOf(client)).toEqual(['everybody', 'vendors']);
    expectRefusal(await own.put({ ...APP, client_name: '12345678' }), 400, 'invalid_client_metadata');
  });

  it.each([
    [
      'absent',
      [
        `SOFTWARE_STATEMENT_ISSUERS: there is no policy absent; define it in POLICY_FILE, or leave out policy of ${BANK}`,
      ],
    ],
    [
      'contrary',
      [
        `SOFTWARE_STATEMENT_ISSUERS: the policy contrary of ${BANK} contradicts PROTECTED_REGISTRATION_POLICY=everybody:`,
        expect.stringMatching(/^metadata_policy\.software_id\.value must be equal in both policies \(/),
        expect.stringMatching(
          /^software_statement_issuers must have an issuer in common \(those of the environment, those of everybody@\d+, those of contrary@1\); name an issuer that the others name too$/,
        ),
      ],
    ],
  ])('the server does not start with the policy %s', async (policy, lines) => {
    const other = await policyFile(
      { everybody: { software_id: { value: 'a' } }, vendors: {}, contrary: { software_id: { value: 'b' } } },
      { everybody: { software_statement_issuers: [VENDOR] }, contrary: { software_statement_issuers: [BANK] } },
    );
    const start = createTestApp(
      variables({ POLICY_FILE: other.path, SOFTWARE_STATEMENT_ISSUERS: issuers({ [BANK]: policy }) }),
    );
    const error = (await start.catch((thrown: unknown) => thrown)) as Error;
    expect(error.message.split('\n')).toEqual(lines);
  });

  it('a later version that contradicts the policy of an issuer is applied with a warning, also beside that of a token', async () => {
    const own = { everybody: {}, banks: {}, vendors: {}, partner: {} };
    const later = await policyFile(own);
    const node = await createTestApp(
      variables({ POLICY_FILE: later.path, REGISTRATION_MODE: 'open', OPEN_REGISTRATION_POLICY: 'vendors' }),
    );
    const { stored } = await node.app
      .get(InitialAccessTokensService)
      .create(commandContext(node), { label: '', policy: 'partner' });
    const warned = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
    await later.write({
      ...own,
      banks: { software_id: { value: 'a' } },
      partner: { software_id: { value: 'b' } },
      vendors: { software_id: { value: 'c' } },
    });
    await node.app.get(PolicyFileService).reload();
    const warnings = warned.mock.calls.map(([text]) => String(text).split('\n')[0]);
    warned.mockRestore();
    await node.close();
    const token = `partner of 1 initial access token(s) or registrar(s) (${stored.id})`;
    const [bank, vendor] = [BANK, VENDOR].map((issuer) => `of the software statements of ${issuer}`);
    expect(warnings).toEqual(
      [
        `everybody of PROTECTED_REGISTRATION_POLICY, ${token}, banks ${bank}`,
        `everybody of PROTECTED_REGISTRATION_POLICY, ${token}, vendors ${vendor}`,
        `vendors of OPEN_REGISTRATION_POLICY, banks ${bank}`,
      ].map((policies) => `these policies contradict each other: ${policies}`),
    );
  });

  it('a policy that names no trusted issuer is a fault of its document', async () => {
    const other = await policyFile({ a: {} }, { a: { software_statement_issuers: ['https://nobody.example'] } });
    await expect(createTestApp({ POLICY_FILE: other.path })).rejects.toThrow(
      `${other.path}:1: policies.a.software_statement_issuers must have an issuer in common (those of the environment, those of a); name an issuer that the others name too`,
    );
  });
});
