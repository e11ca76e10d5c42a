import { DataSource } from 'typeorm';
import { LogEntry } from '../../src/event-log/sealing/log-entry.entity';
import { SealingService } from '../../src/event-log/sealing/sealing.service';
import { SealingTask } from '../../src/event-log/sealing/sealing.task';
import { DeliveryService } from '../../src/webhooks/delivery/delivery.service';
import { DeliveryTask } from '../../src/webhooks/delivery/delivery.task';
import { type NewWebhook, WebhooksService } from '../../src/webhooks/webhooks.service';
import type { Webhook } from '../../src/webhooks/webhook.entity';
import { contextOf } from './context-of';
import type { TestServer } from './test-server';

/** Ends the tasks of a node that seal the log and deliver it, so that the test decides when that is done. */
export const withoutTasks = async (node: TestServer): Promise<TestServer> => {
  await Promise.all(
    [SealingTask, DeliveryTask].map((task) => node.app.get<SealingTask>(task).beforeApplicationShutdown()),
  );
  return node;
};

/** Makes a webhook for all events from now on, or for those that `wanted` describes. */
export const aWebhook = async (
  node: TestServer,
  wanted: Partial<NewWebhook> & Pick<NewWebhook, 'url'>,
): Promise<{ readonly secret: string; readonly webhook: Webhook }> => {
  await seal(node);
  const all = { label: '', types: [], registrars: [], policies: [] };
  const made = await node.app.get(WebhooksService).create(contextOf(node), { ...all, ...wanted });
  return made;
};

export const seal = (node: TestServer): Promise<void> => node.app.get(SealingService).seal();

/** Seals the log and delivers what is due to a webhook at a moment, `laterMs` from now, on all nodes at the same time. */
export const deliver = async (nodes: readonly TestServer[], { id }: Webhook, laterMs = 0): Promise<void> => {
  const now = (): Date => new Date(Date.now() + laterMs);
  for (const node of nodes) await seal(node);
  await Promise.all(nodes.map(({ app }) => app.get(DeliveryService).deliver(id, { now })));
};

/** The ids of the events from a position of the log on, in its order. */
export const eventsFrom = async (node: TestServer, position: number): Promise<string[]> => {
  await seal(node);
  const entries = await node.app
    .get(DataSource)
    .getRepository(LogEntry)
    .find({ order: { position: 'ASC' } });
  return entries.filter((entry) => entry.position >= position).map(({ event_id }) => event_id);
};
