import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clientele } from '../support/clientele';
import { temporaryFile } from '../support/import-files';
import { createTestApp } from '../support/test-app';
import type { TestServer } from '../support/test-server';

const GUIDE = readFileSync('docs/MIGRATING.md', 'utf8');
const COMMANDS = [...GUIDE.matchAll(/^npm run -s clientele -- (.*)$/gm)].map(([, line = '']) => line.split(' '));

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
    const exported = join(await temporaryFile(''), '..', 'clients.ndjson');
    const pathOf = (word: string): string => {
      if (word === 'clients.ndjson') return exported;
      return word.startsWith('docs/') ? join(process.cwd(), word) : word;
    };
    const endings: unknown[] = [];
    for (const words of COMMANDS) {
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
      ['import', 'auth0', 0, '3 imported, 1 left out'],
      ['export', '', 0, expect.stringMatching(/^\d+ clients with credentials/)],
      ['import', 'clientele', 0, expect.stringMatching(/^\d+ unchanged$/)],
    ]);
  });
});
