import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clientele } from '../support/clientele';
import { commandsIn } from '../support/guide';
import { type HttpsServer, startHttpsServer } from '../support/https-server';
import { exampleExport, temporaryFile } from '../support/import-files';
import { linesOf, runPasted } from '../support/pasted-commands';
import { createTestApp } from '../support/test-app';
import type { TestServer } from '../support/test-server';

const LINES = linesOf(readFileSync('docs/MIGRATING.md', 'utf8'));
const COMMANDS = LINES.flatMap(commandsIn);

describe('docs/MIGRATING.md', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await createTestApp();
  });

  afterAll(() => server.close());

  it('imports each file of docs/migrating', () => {
    const files = readdirSync('docs/migrating').map((file) => `docs/migrating/${file}`);
    expect(new Set(COMMANDS.flat().filter((word) => word.startsWith('docs/')))).toEqual(new Set(files));
  });

  it('has commands that do what the page says', async () => {
    const auth0 = await startAuth0();
    const variables = { TOKEN: 'of-auth0', TENANT: `localhost:${auth0.port}`, CURL_CA_BUNDLE: auth0.caFile };
    const folder = join(await temporaryFile(''), '..');
    const downloaded = join(folder, 'auth0-0.json');
    const pathOf = (word: string): string => {
      if (word === 'clients.ndjson') return join(folder, word);
      return word.startsWith('docs/') ? join(process.cwd(), word) : word;
    };
    const endings: unknown[] = [];
    for (const line of LINES) {
      const [words] = commandsIn(line);
      if (words === undefined) {
        endings.push([
          line.split(' ')[0],
          await runPasted(line.replace('auth0-0.json', downloaded), server, variables),
        ]);
        continue;
      }
      const { code, stderr } = await clientele(server.database, ...words.map(pathOf));
      endings.push([words[1], words[4] ?? '', code, stderr.trim().split('\n').at(-1)]);
    }
    expect(endings).toEqual([
      ['import', 'keycloak', 3, 'Nothing was changed. It would be: 2 imported, 3 left out, 1 refused'],
      ['import', 'keycloak', 3, expect.stringMatching(/^2 imported, 3 left out, 1 refused$/)],
      ['import', 'keycloak', 3, expect.stringMatching(/^2 unchanged, 3 left out, 1 refused$/)],
      ['import', 'hydra', 3, '2 imported, 1 conflict, 1 refused'],
      ['import', 'node-oidc-provider', 0, '2 imported'],
      ['import', 'duende', 0, '3 imported'],
      ['curl', ''],
      ['import', 'auth0', 0, '3 imported, 1 left out'],
      ['export', '', 0, expect.stringMatching(/^\d+ clients with credentials/)],
      ['import', 'clientele', 0, expect.stringMatching(/^\d+ unchanged$/)],
    ]);
    // What curl wrote are the same clients as those of docs/migrating.
    const words = ['clients', 'import', downloaded, '--from', 'auth0', '--invalid', 'leave-out'];
    expect((await clientele(server.database, ...words)).stderr).toContain('3 unchanged, 1 left out');
    await auth0.close();
  });
});

/** The Management API: the first page, as a list, for the token `of-auth0`. */
const startAuth0 = (): Promise<HttpsServer> => {
  const { clients } = JSON.parse(readFileSync(exampleExport('auth0-clients.json'), 'utf8')) as { clients: object[] };
  return startHttpsServer({
    '/api/v2/clients?per_page=100&page=0': (request, response) => {
      response.statusCode = request.headers.authorization === 'Bearer of-auth0' ? 200 : 401;
      response.end(JSON.stringify(clients));
    },
  });
};
