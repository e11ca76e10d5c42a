import assert from 'node:assert/strict';
import type { Cluster } from './cluster';
import { type KnownClient, Load, register, tokenFor } from './load';
import type { Nodes } from './nodes';
import { until } from './processes';

/** What happens to the requests at some nodes while `change` gives the cluster another primary. */
export interface Observed {
  readonly name: string;
  readonly cluster: Cluster;
  readonly nodes: Nodes;
  readonly change: () => Promise<unknown>;
}

/**
 * Sends requests while the primary changes, prints what they were answered, and gives how many of the registrations that
 * were answered 201 are lost. Throws if a request is answered with anything but success or 503, and if a client that was
 * deleted afterwards obtains a token from any node.
 */
export const observe = async ({ name, cluster, nodes, change }: Observed): Promise<number> => {
  await cluster.untilFollowed();
  const before = await cluster.primary();
  const load = new Load(nodes.origins, nodes.token, nodes.client);
  await change();
  await until('another primary', async () => {
    const now = await cluster.primary();
    return now !== undefined && now !== before;
  });
  await until('the nodes are ready', () => areReady(nodes));
  await expectDeletionAtOnce(nodes);
  await load.untilCalm();
  const missing = await lost(cluster, load);
  console.log(`${name}: ${load.report()}; lost: ${missing} of ${load.registered.length}`);
  assert.deepEqual(
    load.outcomes().filter((outcome) => outcome !== '503'),
    [],
  );
  assert.ok(await areReady(nodes));
  return missing;
};

const areReady = async (nodes: Nodes): Promise<boolean> => (await nodes.readiness()).every((status) => status === 200);

const lost = async (cluster: Cluster, { registered }: Load): Promise<number> => {
  const text = 'SELECT count(*)::int AS kept FROM clients WHERE client_id = ANY($1)';
  const [row] = await until('an answer', () => cluster.query(text, [registered], 'clientele'));
  return registered.length - Number(row?.['kept']);
};

const expectDeletionAtOnce = async ({ origins, token }: Nodes): Promise<void> => {
  const [first = ''] = origins;
  const client = (await (await register(first, token)).json()) as KnownClient;
  const headers = { Authorization: `Bearer ${client.registration_access_token}` };
  assert.equal((await fetch(`${first}/register/${client.client_id}`, { method: 'DELETE', headers })).status, 204);
  for (const origin of origins) assert.equal((await tokenFor(origin, client)).status, 401);
};
