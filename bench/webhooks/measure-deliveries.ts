import { setTimeout as wait } from 'node:timers/promises';
import { connect, type Engine } from '../growth/database';
import { SECRET_KEYS } from '../growth/seeded-client';
import { fill } from '../log/fill';
import { ADMIN_CLIENT_SECRET, administrator } from '../support/administrator';
import { ClienteleServer } from '../support/clientele-server';
import { watch } from '../support/process-usage';
import type { Receivers } from './receiver';

const POLL_MS = 100;
const ISSUER = 'http://127.0.0.1:3000';

/** How the backlog of one webhook was delivered. */
export interface Deliveries {
  readonly engine: Engine;
  readonly what: string;
  readonly messages: number;
  readonly seconds: number;
  readonly perSecond: number;
  /** CPU time of all nodes for each message, in microseconds. */
  readonly cpu: number;
  readonly doubles: number;
}

/** Where the deliveries are measured. */
export interface Plan {
  readonly engine: Engine;
  readonly url: string;
  /** Events in the log, twenty of each client. All are delivered beside a dead receiver, the newest `events` otherwise. */
  readonly backlog: number;
  readonly events: number;
  readonly folder: string;
}

/** Fills a log, and has one node and two nodes deliver it, one of them with a dead receiver beside the live one. */
export const measureDeliveries = async (plan: Plan, receivers: Receivers): Promise<readonly Deliveries[]> => {
  await fill(plan.engine, plan.url, plan.backlog, plan.folder);
  const first = await startNode(plan, 1, receivers);
  await sealed(plan);
  const { live, dead } = receivers;
  const alone = await delivered(plan, { what: 'one node', nodes: [first], receivers, targets: [live] });
  const what = 'one node, the backlog, a dead receiver beside it';
  const whole = { ...plan, events: plan.backlog };
  const beside = await delivered(whole, { what, nodes: [first], receivers, targets: [live, dead] });
  const second = await startNode(plan, 2, receivers);
  const together = await delivered(plan, { what: 'two nodes', nodes: [first, second], receivers, targets: [live] });
  for (const node of [first, second]) await node.process.stop();
  return [alone, together, beside];
};

const startNode = ({ engine, url, folder }: Plan, number: number, { variables }: Receivers): Promise<ClienteleServer> =>
  ClienteleServer.start({
    name: `${engine}-webhooks-${number}`,
    folder,
    databaseUrl: url,
    environment: { SECRET_KEYS, ISSUER, ADMIN_CLIENT_SECRET, ...variables },
  });

const sealed = async ({ url, backlog }: Plan): Promise<void> => {
  const sql = await connect(url);
  const size = async (): Promise<number> =>
    Number((await sql.all<{ size: unknown }>('SELECT size FROM log_tree'))[0]?.size ?? 0);
  while ((await size()) < backlog) await wait(POLL_MS);
  await sql.close();
};

interface Setting {
  readonly what: string;
  readonly nodes: readonly [ClienteleServer, ...ClienteleServer[]];
  readonly receivers: Receivers;
  readonly targets: readonly string[];
}

/** Makes a webhook for each of `targets` that reads the newest events, and waits until the live one has all of them. */
const delivered = async (
  { engine, url, backlog, events }: Plan,
  { what, nodes, receivers, targets }: Setting,
): Promise<Deliveries> => {
  const ask = await administrator(nodes[0].origin);
  const arrivals = receivers.expect(events);
  const usages = nodes.map(({ process }) => watch(process.pid));
  for (const target of targets) await ask('webhooks', { url: target, types: ['client.registered'] }, 201);
  const sql = await connect(url);
  await sql.all('UPDATE webhooks SET next_position = $1', [backlog - events]);
  const { ms, messages, doubles } = await arrivals;
  const cpuSeconds = usages.reduce((sum, used) => sum + used().cpuSeconds, 0);
  await sql.all('DELETE FROM webhook_deliveries');
  await sql.all('DELETE FROM webhooks');
  await sql.close();
  const result = { engine, what, messages, seconds: ms / 1000, perSecond: ((messages - 1) * 1000) / ms };
  console.error(`${engine}, ${what}: ${Math.round(result.perSecond)} messages per second`);
  return { ...result, cpu: (cpuSeconds * 1e6) / messages, doubles };
};
