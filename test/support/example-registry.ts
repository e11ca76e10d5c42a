import { copyFile, cp, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestServer } from './test-server';
import { aClient } from './a-client';
import type { User } from '../../src/users/user.entity';
import { aGrant } from './a-grant';
import { aUser } from './a-user';
import { type Administrator, administering } from './administering';
import { exampleExport } from './import-files';
import { setStatus } from './set-status';

/** What docs/CLI.md has in examples for what only a registry has. */
export const EXAMPLE = {
  /** A client, initial access token, registrar or webhook. */
  id: '019e0b5a-6a1c-7c0e-9d1e-0a4f7f3f1c2b',
  /** A user. */
  user: 'usr_qTsw4uoXHHRXtxGyqXTq7Yzj',
  event: '019e0b5a-0000-7000-8000-000000000000',
  /** A signing key. */
  kid: 'vHpRhV4xBQ1yRkYgF2jqMzTn3cW0uLsE5aXo7dKiC8I',
  /** The key of the log. */
  key: 'clients.example/log+c74f20a3+ARpc2QcU...',
} as const;

/** A folder with the files that the examples read, and with those that they write below `/` and `~`. */
export const exampleFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'clientele-examples-'));
  const folders = ['etc/bash_completion.d', 'backup', 'var/lib/clientele', '.zfunc', '.config/fish/completions'];
  for (const path of folders) await mkdir(join(folder, path), { recursive: true });
  await cp('docs/policies', join(folder, 'docs/policies'), { recursive: true });
  await copyFile('docs/policies/partner-portal.yaml', join(folder, 'policies.yaml'));
  await copyFile(exampleExport('keycloak-realm.json'), join(folder, 'realm.json'));
  await copyFile(exampleExport('hydra-clients.json'), join(folder, 'clients.json'));
  await writeFile(join(folder, 'client.json'), JSON.stringify(aClient({ client_name: 'Partner: one' })));
  await writeFile(join(folder, 'gateway-keys.json'), JSON.stringify({ keys: [PUBLIC_KEY] }));
  return folder;
};

/** The key of RFC 7517 appendix A.1, for signatures. */
const PUBLIC_KEY = {
  kty: 'EC',
  crv: 'P-256',
  x: 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4',
  y: '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM',
  use: 'sig',
};

/** Makes in a registry what `EXAMPLE.id` or `EXAMPLE.user` stands for in the examples of a noun and verb; gives its identifier. */
export const subjectOf = async (
  server: TestServer,
  [, noun, verb = '']: readonly string[],
  receiver: string,
): Promise<string> => {
  const administrator = await administering(server);
  if (noun === 'tokens') return made(administrator, 'initial-access-tokens', {}, 'id');
  if (noun === 'registrars') return made(administrator, 'registrars', {}, 'client_id');
  if (noun === 'webhooks') return made(administrator, 'webhooks', { url: receiver }, 'id');
  if (noun === 'users') return (await aUserFor(server, administrator, verb)).sub;
  if (noun === 'grants') return (await aGrant(server)).grant_id;
  const { client_id } = await server.register(aClient());
  const status = ({ approve: 'pending', reject: 'pending', enable: 'disabled' } as const)[verb];
  if (status) await setStatus(server, client_id, status);
  return client_id;
};

const aUserFor = async (server: TestServer, administrator: Administrator, verb: string): Promise<User> => {
  const user = await aUser(server);
  if (verb === 'enable') await administrator.post(`/admin/users/${user.sub}/disable`);
  return user;
};

const made = async (administrator: Administrator, noun: string, body: object, member: string): Promise<string> => {
  const { json, text } = await administrator.post(`/admin/${noun}`, body);
  if (typeof json[member] !== 'string') throw new Error(`not made: ${text}`);
  return json[member];
};
