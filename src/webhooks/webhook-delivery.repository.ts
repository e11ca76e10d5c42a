import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, MoreThan, IsNull, Not } from 'typeorm';
import { execute, executeWithin } from '../platform/database/execute';
import { places, Rows } from '../platform/database/rows';
import { affected, TransactionsService } from '../platform/database/transactions.service';
import type { FollowedEvent } from '../event-log/following/followed-log.repository';
import { CHECKPOINT } from './webhook-filter';
import { WebhookDelivery } from './webhook-delivery.entity';
import { Webhook } from './webhook.entity';

/** A message that this node delivers now. */
export interface ClaimedDelivery {
  readonly webhook_id: string;
  readonly message_id: string;
  readonly type: string;
  readonly position: number;
  readonly line: string;
  readonly attempts: number;
  readonly claim: string;
}

/** How many messages a webhook has not accepted. */
export interface DeliveryCounts {
  readonly pending: number;
  readonly dead: number;
}

/** Due, not claimed by another node, and the first of its line. `now` is the number of the parameter with the moment. */
const claimable = (
  now: number,
): string => `due.dead_at IS NULL AND due.next_attempt_at <= $${now} AND due.claimed_until <= $${now} AND NOT EXISTS (
  SELECT 1 FROM webhook_deliveries earlier WHERE earlier.webhook_id = due.webhook_id AND earlier.line = due.line
  AND earlier.position < due.position AND earlier.dead_at IS NULL)`;

/** A row that was given up begins as a new one; any other stays as it is. */
const REVIVE = `ON CONFLICT (webhook_id, message_id) DO UPDATE SET attempts = 0, dead_at = NULL, last_error = NULL,
  next_attempt_at = excluded.next_attempt_at WHERE webhook_deliveries.dead_at IS NOT NULL`;

/** This attempt, while no other node has begun one. `before` is the number of parameters before those of {@link heldBy}. */
const held = (before = 0): string =>
  `webhook_id = $${before + 1} AND message_id = $${before + 2} AND claim = $${before + 3}`;

/** Reads and writes the messages that webhooks have not accepted yet. */
@Injectable()
export class WebhookDeliveryRepository {
  private readonly rows: Rows<WebhookDelivery>;

  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: TransactionsService,
  ) {
    this.rows = new Rows(dataSource, WebhookDelivery);
  }

  /** The ids of the webhooks that have something to do: entries of the log to read, or a message that is due. */
  async webhooksWithWork(now: Date): Promise<readonly string[]> {
    const size = '(SELECT size FROM log_tree WHERE id = 1)';
    const text = `SELECT id FROM webhooks WHERE (status = 'active' OR (status = 'failing' AND probe_at <= $1))
      AND (held_until IS NULL OR held_until <= $1) AND (
      next_position < ${size} OR (checkpoint_due_at <= $1 AND checkpoint_size < ${size})
      OR EXISTS (SELECT 1 FROM webhook_deliveries due WHERE due.webhook_id = webhooks.id AND ${claimable(1)}))`;
    return (await execute(this.dataSource, text, [now.getTime()])).map(({ id }) => id as string);
  }

  /** Claims messages that are due, those with the fewest attempts first. No other node gets them until `until`. */
  async claim(
    webhook_id: string,
    most: number,
    { now, until }: { now: Date; until: Date },
  ): Promise<ClaimedDelivery[]> {
    const claim = randomUUID();
    // The condition on claimed_until is there twice: PostgreSQL checks it again if another node has just claimed the row.
    const text = `UPDATE webhook_deliveries SET claim = $1, claimed_until = $2
      WHERE webhook_id = $3 AND claimed_until <= $4 AND dead_at IS NULL AND message_id IN (
        SELECT due.message_id FROM webhook_deliveries due WHERE due.webhook_id = $3 AND ${claimable(4)}
        ORDER BY due.attempts, due.next_attempt_at, due.position LIMIT ${most})
      RETURNING message_id, type, position, line, attempts`;
    const rows = await this.transactions.statement(text, [claim, until.getTime(), webhook_id, now.getTime()]);
    return rows.map((row) => ({
      webhook_id,
      message_id: row['message_id'] as string,
      type: row['type'] as string,
      position: Number(row['position']),
      line: row['line'] as string,
      attempts: Number(row['attempts']),
      claim,
    }));
  }

  /** Adds events to the deliveries of a webhook, and moves it to the next position, unless another node did so. */
  async follow(
    { id, next_position }: Webhook,
    next: number,
    events: readonly FollowedEvent[],
    now: Date,
  ): Promise<void> {
    const text = 'UPDATE webhooks SET next_position = $1 WHERE id = $2 AND next_position = $3';
    await this.transactions.run(async (manager) => {
      if ((await affected(manager, text, [next, id, next_position])) > 0) await this.insert(manager, id, events, now);
    });
  }

  /** Adds events to the deliveries of a webhook. */
  add(webhook_id: string, events: readonly FollowedEvent[], now: Date): Promise<void> {
    return this.transactions.run((manager) => this.insert(manager, webhook_id, events, now));
  }

  /** Adds a checkpoint to the deliveries of a webhook, unless another node did so. The next one may follow at `nextAt`. */
  async addCheckpoint({ id, checkpoint_size }: Webhook, size: number, now: Date, nextAt: Date): Promise<void> {
    const text =
      'UPDATE webhooks SET checkpoint_size = $1, checkpoint_due_at = $2 WHERE id = $3 AND checkpoint_size = $4';
    const row = { position: size, id: `checkpoint-${size}`, type: CHECKPOINT, client_id: null };
    await this.transactions.run(async (manager) => {
      if ((await affected(manager, text, [size, nextAt.getTime(), id, checkpoint_size])) > 0)
        await this.insert(manager, id, [row], now);
    });
  }

  /** Deletes a message that was delivered. What waited behind its failed attempts is due at once. */
  async delivered(delivery: ClaimedDelivery, now: Date): Promise<void> {
    const text = `DELETE FROM webhook_deliveries WHERE ${held()}`;
    if (delivery.attempts === 0) return void (await this.transactions.statement(text, heldBy(delivery)));
    await this.transactions.run(async (manager) => {
      if ((await affected(manager, text, heldBy(delivery))) > 0) await moveLine(manager, delivery, now);
    });
  }

  /** Notes a failed attempt; the whole line waits until the next one. */
  async failed(delivery: ClaimedDelivery, error: string, next: Date): Promise<void> {
    const text = `UPDATE webhook_deliveries SET claim = NULL, claimed_until = 0, attempts = attempts + 1, last_error = $1,
      next_attempt_at = $2 WHERE ${held(2)}`;
    await this.transactions.run(async (manager) => {
      const values = [error, next.getTime(), ...heldBy(delivery)];
      if ((await affected(manager, text, values)) > 0) await moveLine(manager, delivery, next);
    });
  }

  /** Gives a message up, and delivers the next one of its line. */
  async givenUp(delivery: ClaimedDelivery, error: string, now: Date): Promise<void> {
    const text = `UPDATE webhook_deliveries SET claim = NULL, claimed_until = 0, attempts = attempts + 1, last_error = $1,
      dead_at = $2 WHERE ${held(2)}`;
    await this.transactions.run(async (manager) => {
      const values = [error, now.getTime(), ...heldBy(delivery)];
      if ((await affected(manager, text, values)) > 0) await moveLine(manager, delivery, now);
    });
  }

  /** Lets any node deliver a message from `next` on; the attempt does not count. */
  async released(delivery: ClaimedDelivery, error: string, next: Date): Promise<void> {
    const text = `UPDATE webhook_deliveries SET claim = NULL, claimed_until = 0, last_error = $1, next_attempt_at = $2
      WHERE ${held(2)}`;
    await this.transactions.run((manager) => affected(manager, text, [error, next.getTime(), ...heldBy(delivery)]));
  }

  /** How many messages a webhook has not accepted. */
  async counts(webhook_id: string): Promise<DeliveryCounts> {
    const deliveries = this.dataSource.getRepository(WebhookDelivery);
    const [pending, dead] = await Promise.all([
      deliveries.countBy({ webhook_id, dead_at: IsNull() }),
      deliveries.countBy({ webhook_id, dead_at: Not(IsNull()) }),
    ]);
    return { pending, dead };
  }

  /** The first dead letters after a message, the oldest events first. */
  deadAfter(webhook_id: string, message_id: string, most: number): Promise<WebhookDelivery[]> {
    return this.dataSource.getRepository(WebhookDelivery).find({
      where: { webhook_id, dead_at: Not(IsNull()), message_id: MoreThan(message_id) },
      order: { message_id: 'ASC' },
      take: most,
    });
  }

  /** Deletes dead letters that were given up before a moment. */
  async deleteDead(before: Date): Promise<void> {
    await this.transactions.statement('DELETE FROM webhook_deliveries WHERE dead_at < $1', [before.getTime()]);
  }

  /** Deletes what was added for a webhook while it was deleted. It reads one row for each webhook that has deliveries. */
  async deleteOrphans(): Promise<void> {
    const webhooks = this.dataSource.getRepository(Webhook);
    for (let id = await this.webhookAfter(''); id !== undefined; id = await this.webhookAfter(id))
      if (!(await webhooks.existsBy({ id })))
        await this.transactions.statement('DELETE FROM webhook_deliveries WHERE webhook_id = $1', [id]);
  }

  /** The first id, after this one, of a webhook that has deliveries. */
  private async webhookAfter(id: string): Promise<string | undefined> {
    const text = 'SELECT webhook_id FROM webhook_deliveries WHERE webhook_id > $1 ORDER BY webhook_id LIMIT 1';
    const [row] = await execute(this.dataSource, text, [id]);
    return row && String(row['webhook_id']);
  }

  private async insert(
    manager: EntityManager,
    webhook_id: string,
    events: readonly NewRow[],
    now: Date,
  ): Promise<void> {
    if (events.length === 0) return;
    const rows = events.map(({ id, type, position, client_id }) =>
      this.rows.valuesOf({
        webhook_id,
        message_id: id,
        type,
        position,
        line: client_id ?? id,
        attempts: 0,
        next_attempt_at: now,
        claim: null,
        claimed_until: 0,
        dead_at: null,
        last_error: null,
      }),
    );
    const { table, columns } = this.rows;
    const text = `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${places(rows.length, columns.length)} ${REVIVE}`;
    await executeWithin(manager, text, rows.flat());
  }
}

type NewRow = Pick<FollowedEvent, 'id' | 'type' | 'position' | 'client_id'>;

const heldBy = ({ webhook_id, message_id, claim }: ClaimedDelivery): unknown[] => [webhook_id, message_id, claim];

/** Sets when the other messages of a line are looked at again. */
const moveLine = (manager: EntityManager, { webhook_id, line }: ClaimedDelivery, next: Date): Promise<number> => {
  const text =
    'UPDATE webhook_deliveries SET next_attempt_at = $1 WHERE webhook_id = $2 AND line = $3 AND dead_at IS NULL';
  return affected(manager, text, [next.getTime(), webhook_id, line]);
};
