import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aClient } from './a-client';
import { clientele } from './clientele';
import { managing } from './managing';
import type { RegisteredClient, TestServer } from './test-server';

/** One credential of each kind, obtained from a registry before it is copied. */
export interface Credentials {
  readonly client: RegisteredClient;
  readonly accessToken: string;
  readonly initialAccessToken: string;
  readonly registrar: { readonly client_id: string; readonly client_secret: string };
  readonly kids: readonly string[];
  /** The path of a signed checkpoint of the log. */
  readonly checkpoint: string;
}

/** Obtains one credential of each kind from a server. The checkpoint is kept in `folder`. */
export const obtainCredentials = async (server: TestServer, folder: string): Promise<Credentials> => {
  const json = async <Value>(...words: readonly string[]): Promise<Value> =>
    JSON.parse((await clientele(server.database, ...words, '--json')).stdout) as Value;
  const client = await server.register(aClient({ client_name: 'Zoë "quoted" \\ 🦄 ～' }));
  const { token } = await json<{ token: string }>('tokens', 'create', '--uses', 'unlimited');
  const registrar = await json<Credentials['registrar']>('registrars', 'create', '--label', 'a partner');
  const checkpoint = join(folder, 'checkpoint.txt');
  await writeFile(checkpoint, await sealedCheckpoint(server));
  return {
    client,
    accessToken: await server.accessToken({ client_id: client.client_id, client_secret: client.client_secret }),
    initialAccessToken: token,
    registrar,
    kids: await kidsOf(server),
    checkpoint,
  };
};

/** Uses each credential at another server, and gives what did not work. */
export const failuresOf = async (server: TestServer, kept: Credentials): Promise<readonly string[]> => {
  const { client, registrar } = kept;
  const client_credentials = { client_id: client.client_id, client_secret: client.client_secret };
  const registrarToken = await server.accessToken({ ...registrar, scope: 'register' });
  const registering = (token: string): Promise<boolean> =>
    server.postRegister(aClient(), { Authorization: `Bearer ${token}` }).then(({ status }) => status === 201);
  const verified = await clientele(server.database, 'audit', 'verify', '--checkpoint', kept.checkpoint);
  const results: Readonly<Record<string, boolean>> = {
    'client secret': (await server.token({ grant_type: 'client_credentials', ...client_credentials })).status === 200,
    'registration access token': (await managing(server, client).read()).json['client_name'] === client['client_name'],
    'access token': (await isActive(server, kept.accessToken, client_credentials)) === true,
    'initial access token': await registering(kept.initialAccessToken),
    registrar: await registering(registrarToken),
    'signing keys': JSON.stringify(await kidsOf(server)) === JSON.stringify(kept.kids),
    [`the log: ${verified.stdout}`]: verified.code === 0,
  };
  return Object.entries(results).flatMap(([name, works]) => (works ? [] : [name]));
};

const isActive = async (server: TestServer, token: string, client: Readonly<Record<string, string>>) => {
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const form = new URLSearchParams({ token, ...client }).toString();
  return (await server.send('POST', '/introspect', headers, form)).json['active'];
};

const kidsOf = async (server: TestServer): Promise<readonly string[]> => {
  const { keys } = (await server.get('/.well-known/jwks.json')).json as { keys: { kid: string }[] };
  return keys.map(({ kid }) => kid).sort();
};

/** The newest checkpoint, once it has the events so far. */
const sealedCheckpoint = async (server: TestServer): Promise<string> => {
  for (;;) {
    const verified = await clientele(server.database, 'audit', 'verify');
    if (!verified.stdout.includes('not sealed')) break;
  }
  return (await clientele(server.database, 'audit', 'checkpoint')).stdout;
};
