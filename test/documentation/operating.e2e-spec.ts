import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aClient } from '../support/a-client';
import { clientele } from '../support/clientele';
import { commandsIn } from '../support/guide';
import { jsonLines } from '../support/json-lines';
import { linesOf, runPasted } from '../support/pasted-commands';
import { createTestApp } from '../support/test-app';
import { migratedDatabase } from '../support/test-database';

const isOf = (verb: string, line: string): boolean => line.startsWith(`npm run -s clientele -- ${verb}`);
const isCopy = (line: string): boolean => isOf('copy', line);

describe('docs/OPERATING.md', () => {
  it('has commands that do what it says', async () => {
    const lines = linesOf(await readFile(join(__dirname, '../../docs/OPERATING.md'), 'utf8'));
    const programs = ['init', 'config', 'backup', 'doctor', 'copy', 'stats', 'clients', 'curl', 'cp'];
    const programOf = (line: string): string | undefined => commandsIn(line)[0]?.[0] ?? line.split(' ')[0];
    expect(new Set(lines.map(programOf))).toEqual(new Set(programs));
    const folder = await mkdtemp(join(tmpdir(), 'clientele-operating-'));
    for (const name of ['backup', 'safe']) await mkdir(join(folder, name));
    await writeFile(join(folder, 'client.json'), JSON.stringify(aClient()));
    // Without SECRET_KEYS: they are in the file beside the database, which the page copies.
    const database = await migratedDatabase();
    const server = await createTestApp({ SECRET_KEYS: '' }, database);
    const { client_id } = await server.register(aClient());
    const NEW_DATABASE_URL = `sqlite:${join(folder, 'new.sqlite')}`;
    const registry = database.url.replace(/^sqlite:(.*)\.sqlite$/, '$1');
    const run = async (line: string): Promise<number | null> => {
      const here = line
        .replace('CLIENT_ID', client_id)
        .replaceAll('/var/lib/clientele/clientele', registry)
        .replaceAll(/(?<= )\/(backup|safe)\//g, `${folder}/$1/`)
        .replace(/(?<= )client\.json$/, join(folder, 'client.json'));
      const [words] = commandsIn(here);
      if (words !== undefined)
        return (await clientele({ url: database.url, keys: '', variables: { NEW_DATABASE_URL } }, ...words)).code;
      // A line that fails throws.
      await runPasted(here, server);
      return 0;
    };

    const endings: (readonly [string, number | null])[] = [];
    for (const line of lines.filter((one) => !isCopy(one))) endings.push([line, await run(line)]);
    // Everybody may read the database of a test, and the same backup is written only once.
    const expected = lines
      .filter((one) => !isCopy(one))
      .map((line, at, all) => {
        const isRepeated = all.indexOf(line) < at;
        return [line, isOf('doctor', line) ? 3 : isOf('backup', line) && isRepeated ? 1 : 0];
      });
    expect(endings).toEqual(expected);

    const [whileServed = '', ...afterwards] = lines.filter(isCopy);
    expect(await run(whileServed)).toBe(1);
    await server.close();
    for (const line of afterwards) expect(await run(line)).toBe(0);
    // The keys that were copied fit the backup and the new database.
    const keys = await readFile(join(folder, 'safe/clientele.keys'), 'utf8');
    for (const url of [`sqlite:${folder}/backup/clientele.sqlite`, NEW_DATABASE_URL]) {
      const { stdout } = await clientele({ url, keys: keys.trim() }, 'doctor', '--json');
      const finding = jsonLines(stdout).find((one) => (one as { check: string }).check === 'secret keys');
      expect(finding).toMatchObject({ severity: 'ok' });
    }
    const moved = await clientele({ url: NEW_DATABASE_URL, keys: keys.trim() }, 'clients', 'history', client_id);
    expect(moved.stdout).toContain('client.deleted');
    await database.drop();
    await rm(folder, { recursive: true });
  });
});
