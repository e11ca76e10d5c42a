import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { ROOT } from '../../bench/support/paths';
import { ADMIN_CLIENT_SECRET, administrator, registered } from '../../bench/support/administrator';
import { documentedBlock } from '../support/documented';
import { withFolder, written } from '../support/program';
import { serving } from '../support/serving';
import { webhookInbox } from '../support/webhook-inbox';

const GUIDE = 'EVENTS.md';
/** So many events make a tree that is no power of two, in which every proof has siblings on both sides. */
const CLIENTS = 6;

const inbox = webhookInbox();
const clientele = serving(async () => ({ ...(await inbox).variables, ADMIN_CLIENT_SECRET }));
after(async () => (await inbox).close());

/** A proof as `audit prove` prints it. */
interface Proof {
  readonly event: string;
  readonly position: number;
  readonly proof: readonly string[];
  readonly checkpoint: string;
  readonly key: string;
}

/** The proofs of the first client's event and of the last one's. */
const provedEvents = async (): Promise<readonly [Proof, Proof]> => {
  const { url, messageAbout } = await inbox;
  const ask = await administrator(clientele.origin);
  await ask('webhooks', { url, types: ['client.registered'] }, 201);
  const clients: string[] = [];
  for (let count = 0; count < CLIENTS; count += 1) clients.push(await registered(clientele.origin));
  // An event that was delivered is in the log that is sealed.
  const messages = await Promise.all(clients.map((client) => messageAbout(client)));
  const [first, ...others] = messages.map(({ headers }) => String(headers['webhook-id']));
  return [proofOf(first), proofOf(others.at(-1))];
};
let proved: ReturnType<typeof provedEvents> | undefined;

const proofOf = (id = ''): Proof => {
  const parameters = [join(ROOT, 'dist', 'commands', 'clientele.js'), 'audit', 'prove', id];
  const env = { PATH: process.env['PATH'], ...clientele.environment };
  return JSON.parse(execFileSync(process.execPath, parameters, { env, encoding: 'utf8', stdio: 'pipe' })) as Proof;
};

const PROGRAMS = {
  js: { file: 'check-proof.mjs', command: process.execPath },
  python: { file: 'check-proof.py', command: '/usr/bin/python3' },
} as const;

for (const [language, { file, command }] of Object.entries(PROGRAMS))
  test(`the program of the reference in ${language}`, (its) =>
    withFolder(async (folder) => {
      const [proof, last] = await (proved ??= provedEvents());
      await writeFile(join(folder, file), documentedBlock(GUIDE, language));
      const check = async (given: Proof, key = given.key): Promise<string> => {
        await writeFile(join(folder, 'proof.json'), JSON.stringify(given));
        return (await written({ command, parameters: [file, 'proof.json', key], folder })).trim();
      };

      await its.test('prints events whose proof holds', async () => {
        for (const given of [proof, last]) assert.equal(await check(given), given.event);
      });

      await its.test('finds another event, another place, and another proof', async () => {
        const reason = 'the event is not in the log of the checkpoint';
        const event = proof.event.replace('client.registered', 'client.deleted');
        assert.equal(await check({ ...proof, event }), reason);
        assert.equal(await check({ ...proof, position: proof.position + 1 }), reason);
        assert.equal(await check({ ...proof, proof: proof.proof.slice(1) }), reason);
        assert.equal(await check({ ...proof, proof: [...proof.proof].reverse() }), reason);
      });

      await its.test('finds a proof that is longer than the tree is high', async () => {
        assert.equal(await check({ ...proof, proof: [...proof.proof, ...proof.proof] }), 'the proof is too long');
      });

      await its.test('finds another checkpoint, and another key', async () => {
        const reason = 'the checkpoint is not signed by the key';
        assert.equal(await check({ ...proof, checkpoint: proof.checkpoint.replace(/^\d+$/m, '5') }), reason);
        const x = Buffer.concat([Buffer.of(1), Buffer.alloc(32, 9)]).toString('base64');
        assert.equal(await check(proof, [...proof.key.split('+').slice(0, 2), x].join('+')), reason);
      });
    }));
