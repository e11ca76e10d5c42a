import { AT_ONCE, CLAIM_MS } from '../../src/webhooks/delivery/delivery.service';
import { WebhookStatusService } from '../../src/webhooks/webhook-status.service';
import type { Webhook } from '../../src/webhooks/webhook.entity';
import { WebhooksService } from '../../src/webhooks/webhooks.service';
import { aClient } from '../support/a-client';
import { clientele } from '../support/clientele';
import { contextOf } from '../support/context-of';
import { aWebhook, deliver, eventsFrom, seal, withoutTasks } from '../support/driven-webhooks';
import { managing } from '../support/managing';
import { SECRET_KEYS } from '../support/secret-keys';
import { startProcess } from '../support/server-process';
import { createTestApp } from '../support/test-app';
import { preparedDatabase, type TestDatabase } from '../support/test-database';
import type { RegisteredClient, TestServer } from '../support/test-server';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver';

const CLIENTS = 12;
const HALF_AN_HOUR_MS = 1_800_000;
/** More than all pauses of the messages that fail in this test. */
const MOST_ROUNDS = 12;

describe('a webhook that two nodes deliver to', () => {
  let database: TestDatabase;
  let receiver: WebhookReceiver;
  let webhook: Webhook;

  beforeAll(async () => {
    [database, receiver] = await Promise.all([preparedDatabase(), startWebhookReceiver()]);
  });

  afterAll(async () => {
    await receiver.https.close();
    await database.drop();
  });

  const aNode = async (): Promise<TestServer> => withoutTasks(await createTestApp(receiver.variables, database));

  const clientsOf = (node: TestServer): Promise<RegisteredClient[]> =>
    Promise.all(Array.from({ length: CLIENTS }, () => node.register(aClient())));

  /** A webhook that is paused, with events that wait for it. */
  const prepare = async (): Promise<void> => {
    const node = await aNode();
    const made = await aWebhook(node, { url: receiver.url });
    receiver.secrets = [made.secret];
    webhook = made.webhook;
    await node.app.get(WebhookStatusService).pause(contextOf(node), webhook.id, 'a test paused it');
    const clients = await clientsOf(node);
    await Promise.all(clients.map((client) => managing(node, client).patch({ client_name: 'Changed' })));
    await node.close();
  };

  /** A process of a node that stops hard at the moment at which all messages that it sends are accepted. */
  const stopHard = async (): Promise<void> => {
    const { variables } = receiver;
    const server = await startProcess({ DATABASE_URL: database.url, SECRET_KEYS, ...variables });
    const held: (() => void)[] = [];
    const isFull = new Promise<void>((resolve) => {
      receiver.reply = () => (_response, accept) => {
        held.push(accept);
        if (held.length === AT_ONCE) resolve();
      };
    });
    const resumed = await clientele(database, 'webhooks', 'resume', webhook.id);
    expect(resumed.stderr).toContain(`The webhook ${webhook.id} is resumed.`);
    await isFull;
    for (const accept of held) accept();
    await server.close();
    receiver.reply = () => 200;
  };

  /** Clients are changed and deleted on both nodes, while every fifth message fails and those of one client hang. */
  const changeClients = async (nodes: readonly [TestServer, TestServer]): Promise<void> => {
    const clients = await clientsOf(nodes[0]);
    const [slow] = clients;
    const hanging: (() => void)[] = [];
    receiver.reply = ({ data }) => {
      if (data.client_id === slow?.client_id) return (response) => hanging.push(() => response.destroy());
      return receiver.received.length % 5 === 0 ? 500 : 200;
    };
    const change = async (client: RegisteredClient, index: number): Promise<void> => {
      const [one, other] = index % 2 === 0 ? nodes : [nodes[1], nodes[0]];
      await managing(one, client).patch({ client_name: 'One' });
      await managing(other, client).patch({ client_name: 'Other' });
      await managing(one, client).remove();
    };
    const deliveries = [deliver(nodes, webhook, CLAIM_MS), deliver(nodes, webhook, CLAIM_MS)];
    await Promise.all(clients.map(change));
    const isOver = deliver(nodes, webhook, CLAIM_MS);
    receiver.reply = () => 200;
    for (const end of hanging) end();
    await Promise.all([...deliveries, isOver]);
  };

  it('gets each event, in the order of each client, although it fails, hangs and is away, and a node stops hard', async () => {
    await prepare();
    await stopHard();
    const nodes = [await aNode(), await aNode()] as const;
    await changeClients([...nodes]);
    receiver.reply = () => 'disconnect';
    await clientsOf(nodes[1]);
    await deliver(nodes, webhook, 2 * CLAIM_MS);
    const service = nodes[0].app.get(WebhooksService);
    expect(await service.require(webhook.id)).toMatchObject({
      status: 'failing',
      status_reason: expect.stringMatching(/^10 deliveries in a row failed, the last one: /),
    });

    receiver.reply = () => 200;
    let rounds = 0;
    for (; rounds < MOST_ROUNDS; rounds += 1) {
      await deliver(nodes, webhook, (rounds + 1) * HALF_AN_HOUR_MS);
      await seal(nodes[0]);
      const { behind, pending } = await service.progress(webhook.id);
      if (behind + pending === 0) break;
    }
    expect(await service.progress(webhook.id)).toMatchObject({
      behind: 0,
      pending: 0,
      dead: 0,
      webhook: { status: 'active', failures: 0 },
    });

    const events = await eventsFrom(nodes[0], webhook.next_position);
    const accepted = receiver.accepted.map(({ id }) => id);
    expect([...new Set(accepted)].sort()).toEqual([...events].sort());
    expect(receiver.refused).toEqual([]);
    // Only what the node that stopped hard had sent, without being able to note that, comes twice.
    expect(accepted.length - events.length).toBeLessThanOrEqual(AT_ONCE);
    const types = new Set(receiver.accepted.map(({ type }) => type));
    for (const type of ['client.registered', 'client.updated', 'client.deleted', 'webhook.paused', 'webhook.resumed'])
      expect(types).toContain(type);
    expectOrder(receiver);
    await Promise.all(nodes.map((node) => node.close()));
  });
});

/** Messages of one client were accepted in the order of the log. */
const expectOrder = ({ accepted }: WebhookReceiver): void => {
  const positions = new Map<string, number[]>();
  for (const { data } of accepted) {
    const { client_id, position } = data;
    if (client_id !== undefined) positions.set(client_id, [...(positions.get(client_id) ?? []), position]);
  }
  expect(positions.size).toBeGreaterThanOrEqual(3 * CLIENTS);
  for (const own of positions.values()) expect(own).toEqual([...own].sort((one, other) => one - other));
};
