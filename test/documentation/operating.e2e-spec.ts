import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aClient } from '../support/a-client';
import { clientele } from '../support/clientele';
import { commandsIn } from '../support/guide';
import type { Ending } from '../support/server-process';
import { createTestApp } from '../support/test-app';
import { preparedDatabase } from '../support/test-database';

const isCopy = ([verb]: readonly string[]): boolean => verb === 'copy';

describe('docs/OPERATING.md', () => {
  it('has commands that do what it says', async () => {
    const commands = commandsIn(await readFile(join(__dirname, '../../docs/OPERATING.md'), 'utf8'));
    const verbs = ['init', 'config', 'backup', 'doctor', 'copy', 'stats', 'clients'];
    expect([...new Set(commands.map(([verb]) => verb))].sort()).toEqual(verbs.sort());
    const folder = await mkdtemp(join(tmpdir(), 'clientele-operating-'));
    await mkdir(join(folder, 'backup'));
    await writeFile(join(folder, 'client.json'), JSON.stringify(aClient()));
    const database = await preparedDatabase();
    const server = await createTestApp({}, database);
    const { client_id } = await server.register(aClient());
    const NEW_DATABASE_URL = `sqlite:${join(folder, 'new.sqlite')}`;
    const run = (words: readonly string[]): Promise<Ending> => {
      const here = words.map((word) =>
        word
          .replace('CLIENT_ID', client_id)
          .replace('/backup/', `${folder}/backup/`)
          .replace(/^client\.json$/, join(folder, 'client.json')),
      );
      return clientele({ url: database.url, variables: { NEW_DATABASE_URL } }, ...here);
    };

    const endings: (readonly [string, number | null])[] = [];
    for (const words of commands.filter((one) => !isCopy(one)))
      endings.push([words.join(' '), (await run(words)).code]);
    // Everybody may read the database of a test, and the same backup is written only once.
    const expected = commands
      .filter((one) => !isCopy(one))
      .map(([verb, ...others], at, all) => {
        const isRepeated = all.findIndex((other) => other.join() === [verb, ...others].join()) < at;
        return [[verb, ...others].join(' '), verb === 'doctor' ? 3 : verb === 'backup' && isRepeated ? 1 : 0];
      });
    expect(endings).toEqual(expected);

    const [whileServed = [], ...afterwards] = commands.filter(isCopy);
    expect((await run(whileServed)).code).toBe(1);
    await server.close();
    for (const words of afterwards) expect((await run(words)).code).toBe(0);
    const moved = await clientele({ url: NEW_DATABASE_URL }, 'clients', 'history', client_id);
    expect(moved.stdout).toContain('client.deleted');
    await database.drop();
    await rm(folder, { recursive: true });
  });
});
