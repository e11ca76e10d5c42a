import { readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { freePort } from '../../scripts/free-port';
import { aClient } from '../support/a-client';
import { administratorForm } from '../support/administering';
import { clientele, startClientele } from '../support/clientele';
import { eventsFrom } from '../support/driven-webhooks';
import { EXAMPLE, exampleFolder, subjectOf } from '../support/example-registry';
import { jsonLines } from '../support/json-lines';
import type { Ending, ServerProcess } from '../support/server-process';
import { shellLine } from '../support/shell-line';
import { stopTasks } from '../support/stop-tasks';
import { createTestApp } from '../support/test-app';
import { databaseKind, preparedDatabase, type TestDatabase } from '../support/test-database';
import type { TestServer } from '../support/test-server';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver';
import { WITH_SIGN_IN } from '../support/with-sign-in';

const PAGE = readFileSync(join(__dirname, '../../docs/CLI.md'), 'utf8');
const ALL = [...PAGE.matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, block = '']) => block.trim().split('\n'));
const usesDatabase = (example: string): boolean =>
  !/^clientele (completion|init|config|health|audit check) /.test(`${example} `);
/** These need a registry that no server uses. */
const isCopy = (example: string): boolean => example.startsWith('clientele copy');
/** These need what the examples before them did. */
const needsOthers = (example: string): boolean => /^clientele (copy|documents) /.test(example);
/** `clientele clients list`, without what follows. */
const commandOf = (example: string): string | undefined => /^clientele( [a-z][a-z-]*){1,2}/.exec(example)?.[0];
const isFirstOfCommand = (example: string): boolean =>
  ALL.find((other) => commandOf(other) === commandOf(example)) === example;
/** These run once: what uses no database, and the further examples of a command, whose statements are the same. */
const EXAMPLES =
  databaseKind === 'sqlite'
    ? ALL
    : ALL.filter((example) => usesDatabase(example) && (needsOthers(example) || isFirstOfCommand(example)));
/** These serve or follow until they are stopped, so that they are started and ended one by one. */
const ENDLESS = ['clientele serve', 'clientele audit tail --follow --json', 'clientele audit tail --from-server'];
const isEndless = (example: string): boolean => ENDLESS.some((beginning) => example.startsWith(beginning));

/** The exit codes other than 0, with the reason. */
const expectedCode = (example: string): number => {
  // Everybody may read the SQLite file of a test, and PostgreSQL has no such file.
  if (example.startsWith('clientele doctor')) return databaseKind === 'postgres' ? 4 : 3;
  // Nothing is published there.
  if (example.startsWith('clientele documents refresh')) return 1;
  if (example.startsWith('clientele documents edit')) return 5;
  // No database here is the coordinator of a cluster.
  if (example === 'clientele migrate --distribute') return 1;
  // The realm has clients that cannot be taken over; the page of docs/MIGRATING.md explains them.
  if (example.startsWith('clientele clients import') && !example.includes('ndjson')) return 3;
  return example.startsWith('clientele backup') && databaseKind === 'postgres' ? 1 : 0;
};

describe('docs/CLI.md', () => {
  let database: TestDatabase;
  let server: TestServer;
  let receiver: WebhookReceiver;
  let folder: string;
  let variables: Record<string, string>;
  /** What `EXAMPLE.id` stands for in each example that has it. */
  let subjects = new Map<string, string>();
  let event: string;

  beforeAll(async () => {
    receiver = await startWebhookReceiver();
    folder = await exampleFolder();
    const { SCOPES, ...signIn } = WITH_SIGN_IN;
    const settings = { ...receiver.variables, ...signIn, SCOPES: `${SCOPES} read write openid profile` };
    database = await preparedDatabase();
    server = await createTestApp(settings, database);
    variables = {
      ...settings,
      EDITOR: 'sed -i s/profile/read/',
      PORT: String(server.port),
      ADMIN_ACCESS_TOKEN: await server.accessToken(administratorForm(server, 'register:admin:read')),
      NEW_DATABASE_URL: `sqlite:${folder}/new.sqlite`,
      STAGING_DATABASE_URL: `sqlite:${folder}/staging.sqlite`,
    };
    expect((await run('clientele policies apply policies.yaml')).code).toBe(0);
    const withSubject = EXAMPLES.filter((example) => example.includes(EXAMPLE.id) || example.includes(EXAMPLE.user));
    const ids = withSubject.map((example) => subjectOf(server, shellLine(example).words, receiver.url));
    subjects = new Map((await Promise.all(ids)).map((id, at) => [withSubject[at] ?? '', id]));
    [event = ''] = await eventsFrom(server, 0);
    await run('clientele audit checkpoint > checkpoint.txt');
  });

  afterAll(async () => {
    await server.close();
    await Promise.all([database.drop(), rm(folder, { recursive: true })]);
  });

  /** A word of an example with what it stands for in this registry and folder. */
  const here = async (example: string, word: string): Promise<string> => {
    if (word === EXAMPLE.kid) return nextKey();
    if (word === EXAMPLE.key) return logKey();
    return word
      .replace(EXAMPLE.id, subjects.get(example) ?? '')
      .replace(EXAMPLE.user, subjects.get(example) ?? '')
      .replace(EXAMPLE.event, event)
      .replace('https://register.example', server.url)
      .replace(/^(sqlite:)?~?\//, `$1${folder}/`);
  };

  /** Everything of an example for which the test stands instead of a shell: its quotes, its folders and its redirection. */
  const run = async (example: string): Promise<Ending> => {
    const { words, output } = shellLine(example);
    const call = await Promise.all(words.slice(1).map((word) => here(example, word)));
    const isTyped = words.join(' ').replace(EXAMPLE.id, '') === 'clientele clients edit ';
    const terminal = isTyped ? { terminal: { columns: 80 } } : {};
    const ending = await clientele({ url: database.url, variables, folder, ...terminal }, ...call);
    if (output !== undefined) await writeFile(resolve(folder, await here(example, output)), ending.stdout);
    return ending;
  };

  const nextKey = async (): Promise<string> => {
    await run('clientele keys rotate');
    const keys = jsonLines((await run('clientele keys list --json')).stdout) as { kid: string; state: string }[];
    return keys.find(({ state }) => state === 'next')?.kid ?? '';
  };

  const logKey = async (): Promise<string> => {
    const { stdout } = await run('clientele audit checkpoint --json');
    return (JSON.parse(stdout) as { keys: string[] }).keys[0] ?? '';
  };

  const start = async (example: string): Promise<ServerProcess> => {
    const call = await Promise.all(
      shellLine(example)
        .words.slice(1)
        .map((word) => here(example, word)),
    );
    const own = { PORT: String(await freePort()), ISSUER: server.environment.ISSUER };
    return startClientele({ url: database.url, variables: { ...variables, ...own } }, ...call);
  };

  /** Registers clients until a process has written of one. */
  const registerUntil = async (written: Promise<void>): Promise<void> => {
    const isWritten = written.then(() => true);
    const another = (): Promise<boolean> => server.register(aClient()).then(() => false);
    while (!(await Promise.race([isWritten, another()])));
  };

  it('has examples, those of commands without an end included', () => {
    expect(ALL.length).toBeGreaterThan(100);
    expect(ENDLESS.filter((beginning) => !ALL.some((example) => example.startsWith(beginning)))).toEqual([]);
  });

  it.each(EXAMPLES.filter(isEndless))('%s until it is stopped', async (example) => {
    const process = await start(example);
    const isServer = example.endsWith('serve');
    const written = process.hasWritten(isServer ? /http/ : /client\.registered/);
    await (isServer ? written : registerUntil(written));
    process.signal('SIGINT');
    expect((await process.ended).code).toBe(0);
  });

  it.each(EXAMPLES.filter((example) => !isEndless(example) && !isCopy(example)))('%s', async (example) => {
    const { code, stdout, stderr } = await run(example);
    expect([code, stdout, stderr]).toEqual([expectedCode(example), stdout, stderr]);
    if (/--json(?! >)/.test(example)) expect(jsonLines(stdout)).toBeInstanceOf(Array);
  });

  it('copies the registry while it is served where the example says so, otherwise afterwards', async () => {
    const [whileServed, ...afterwards] = EXAMPLES.filter(isCopy).reverse();
    // On a busy machine, the tasks of the server could change rows faster than they are copied.
    await stopTasks(server);
    expect(await run(whileServed ?? '')).toMatchObject({ code: 0, stdout: expect.stringContaining('{') });
    await server.close();
    for (const example of afterwards)
      expect(await run(example)).toMatchObject({ code: 0, stderr: expect.stringContaining('is complete') });
  });
});
