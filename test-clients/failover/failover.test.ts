import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Cluster } from './cluster';
import { Load } from './load';
import { Nodes } from './nodes';
import { observe } from './observe';
import { Pooler, SINGLE } from './pooler';
import { until } from './processes';

const isShort = process.env['FAILOVER_SHORT'] === '1';

let folder = '';
let cluster: Cluster;
let pooler: Pooler;
let nodes: Nodes;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clientele-failover-'));
  await chmod(folder, 0o755);
  cluster = new Cluster(folder);
  pooler = new Pooler(folder);
  await cluster.start();
  pooler.start();
  nodes = await Nodes.start(2, folder, cluster.url);
});

after(async () => {
  await nodes.stop();
  await pooler.stop();
  await cluster.stop();
  await rm(folder, { recursive: true, force: true });
});

const during = (name: string, change: () => Promise<unknown>): Promise<number> =>
  observe({ name, cluster, nodes, change });

test('a switchover loses nothing', { skip: isShort }, async () => {
  assert.equal(await during('switchover', () => cluster.switchOver()), 0);
});

test('a primary that becomes read-only while its connections survive is noticed, and used again afterwards', async () => {
  const load = new Load(nodes.origins, nodes.token, nodes.client);
  await cluster.setReadOnly(true);
  await until('requests are refused', () => Promise.resolve(load.outcomes().length > 0));
  await until('no node is ready', async () => (await nodes.readiness()).every((status) => status === 503));
  await cluster.setReadOnly(false);
  await until('the nodes are ready', async () => (await nodes.readiness()).every((status) => status === 200));
  await load.untilCalm();
  console.log(`read-only for a moment: ${load.report()}`);
  assert.deepEqual(load.outcomes(), ['503']);
});

test('a primary that is killed is replaced, and loses nothing that was answered', async () => {
  assert.equal(await during('kill -9 of PostgreSQL', () => cluster.kill(false)), 0);
});

test('a node serves through PgBouncer, in transaction mode, and through a switchover behind it', async () => {
  const behind = await Nodes.start(1, folder, pooler.at('clientele'));
  const name = 'switchover behind PgBouncer';
  assert.equal(await observe({ name, cluster, nodes: behind, change: () => cluster.switchOver() }), 0);
  await behind.stop();
});

test('migrations run through PgBouncer with a pool of one connection', async () => {
  await cluster.query(`CREATE DATABASE ${SINGLE} OWNER clientele`);
  const single = await Nodes.start(1, folder, pooler.at(SINGLE));
  assert.deepEqual(await single.readiness(), [200]);
  await single.stop();
});

test('a machine that is gone is replaced, and loses nothing that was answered', { skip: isShort }, async () => {
  let gone: Awaited<ReturnType<Cluster['kill']>> | undefined;
  const killed = async (): Promise<void> => void (gone = await cluster.kill(true));
  assert.equal(await during('kill -9 of PostgreSQL and Patroni', killed), 0);
  if (gone) cluster.revive(gone);
});

test('without a synchronous standby, the last registrations may be lost', { skip: isShort }, async () => {
  await cluster.setSynchronous(false);
  await during('kill -9 of PostgreSQL, asynchronous', () => cluster.kill(false));
});
