import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JWTPayload } from 'jose';
import { TransactionsService } from '../../../src/platform/database/transactions.service';
import { aWebClient } from '../../support/a-client';
import { clientele } from '../../support/clientele';
import { managing } from '../../support/managing';
import { aSigner, currentClaims, type Signer } from '../../support/software-authority';
import { createTestApp } from '../../support/test-app';
import { preparedDatabase, type TestDatabase } from '../../support/test-database';
import type { Answer, RegisteredClient, TestServer } from '../../support/test-server';

const DIRECTORY = 'https://directory.example';
const REGULATOR = 'https://regulator.example';

describe('software statements of issuers that permit a single use', () => {
  let server: TestServer;
  let node: TestServer;
  let database: TestDatabase;
  let signer: Signer;
  let folder: string;

  beforeAll(async () => {
    signer = await aSigner();
    folder = await mkdtemp(join(tmpdir(), 'clientele-keys-'));
    const jwks_file = join(folder, 'keys.json');
    await writeFile(jwks_file, JSON.stringify({ keys: [signer.publicJwk] }));
    const SOFTWARE_STATEMENT_ISSUERS = JSON.stringify({
      [DIRECTORY]: { jwks_file, single_use: true },
      [REGULATOR]: { jwks_file, single_use: true, single_instance: true },
    });
    database = await preparedDatabase();
    server = await createTestApp({ SOFTWARE_STATEMENT_ISSUERS }, database);
    node = await createTestApp({ SOFTWARE_STATEMENT_ISSUERS }, database);
  });

  afterAll(async () => {
    await Promise.all([server.close(), node.close()]);
    await Promise.all([database.drop(), rm(folder, { recursive: true })]);
  });

  const byDirectory = (own: JWTPayload = {}): Promise<string> =>
    signer.sign(currentClaims({ iss: DIRECTORY, software_id: 'app', ...own }));
  const byRegulator = (own: JWTPayload = {}): Promise<string> => signer.sign(currentClaims({ iss: REGULATOR, ...own }));
  const register = (software_statement: unknown, own: Readonly<Record<string, unknown>> = {}): Promise<Answer> =>
    server.postRegister(aWebClient({ software_statement, ...own }));
  const expectUsed = ({ status, json }: Answer): void => {
    expect({ status, error: json['error'] }).toEqual({ status: 400, error: 'invalid_software_statement' });
    expect(json['error_description']).toMatch(/must be used once only/);
  };
  const expectUnapproved = ({ status, json }: Answer): void => {
    expect({ status, error: json['error'] }).toEqual({ status: 400, error: 'unapproved_software_statement' });
  };

  describe('a jti that was used', () => {
    it('is remembered for as long as there are dates', async () => {
      const statement = await byDirectory({ exp: 1e15 });
      expect((await register(statement)).status).toBe(201);
      expectUsed(await register(statement));
    });

    it('registers once, over two nodes at once', async () => {
      const software_statement = await byDirectory();
      const answers = await Promise.all(
        [server, node, server, node].map((one) => one.postRegister(aWebClient({ software_statement }))),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 400, 400, 400]);
      expectUsed(await register(software_statement));
    });

    it('is not used up by a registration that fails, nor by a dry run', async () => {
      const statement = await byDirectory();
      const dryRun = async (): Promise<Answer> =>
        server.send(
          'POST',
          '/register/validate',
          { 'Content-Type': 'application/json', Authorization: `Bearer ${await server.registerToken()}` },
          JSON.stringify(aWebClient({ software_statement: statement })),
        );
      expect((await dryRun()).status).toBe(200);
      expect((await register(statement, { redirect_uris: ['http://app.example'] })).status).toBe(400);
      expect((await register(statement)).status).toBe(201);
      expectUsed(await dryRun());
    });

    it('is that of its issuer alone', async () => {
      const jti = 'the same';
      expect((await register(await byDirectory({ jti }))).status).toBe(201);
      expect((await register(await byRegulator({ jti }))).status).toBe(201);
      expectUsed(await register(await byDirectory({ jti, software_id: 'other' })));
    });

    it('is not asked for: a statement without one is for all installations', async () => {
      const statement = await signer.sign({ iss: DIRECTORY, software_id: 'everywhere' });
      expect((await register(statement)).status).toBe(201);
      expect((await register(statement)).status).toBe(201);
    });
  });

  describe('software that may be registered once', () => {
    it('is registered once, over two nodes at once', async () => {
      const answers = await Promise.all(
        [server, node, server, node].map(async (one) =>
          one.postRegister(
            aWebClient({ software_statement: await byRegulator({ software_id: 'one', software_version: '1' }) }),
          ),
        ),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 400, 400, 400]);
      expectUnapproved(await register(await byRegulator({ software_id: 'one', software_version: '1' })));
      expect((await register(await byRegulator({ software_id: 'one', software_version: '2' }))).status).toBe(201);
      expect((await register(await byRegulator({ software_id: 'one' }))).status).toBe(201);
    });

    it('uses up nothing when it is refused', async () => {
      const jti = 'for the first';
      await register(await byRegulator({ software_id: 'two', software_version: '1' }));
      expectUnapproved(await register(await byRegulator({ software_id: 'two', software_version: '1', jti })));
      expect((await register(await byRegulator({ software_id: 'two', software_version: '2', jti }))).status).toBe(201);
    });
  });

  it('software that may be registered once is free again when its client is deleted, by itself or the operator', async () => {
    const software = { software_id: 'freed', software_version: '1' };
    const again = async (): Promise<Answer> => register(await byRegulator(software));
    const itself = (await again()).json as RegisteredClient;
    expectUnapproved(await again());
    expect((await managing(server, itself).remove()).status).toBe(204);
    const { client_id } = (await again()).json as RegisteredClient;
    expectUnapproved(await again());
    const { code } = await clientele(database, 'clients', 'delete', client_id, '--yes');
    expect(code).toBe(0);
    expect((await again()).status).toBe(201);
    expectUnapproved(await again());
  });

  it('software is free again when a version without reserved values deleted or changed its client', async () => {
    const again = async (): Promise<Answer> => register(await byRegulator({ software_id: 'left by another version' }));
    const leave = async (text: string, { client_id }: RegisteredClient): Promise<unknown> =>
      server.app.get(TransactionsService).statement(`${text} WHERE client_id = $1`, [client_id]);
    await leave('DELETE FROM clients', (await again()).json as RegisteredClient);
    const second = await again();
    expect(second.status).toBe(201);
    expectUnapproved(await again());
    await leave('UPDATE clients SET software_instance = NULL', second.json as RegisteredClient);
    expect((await again()).status).toBe(201);
    expectUnapproved(await again());
  });
});
