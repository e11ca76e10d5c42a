import { Injectable } from '@nestjs/common';
import { type Check, Examines } from '../check';
import { ExaminedDatabase } from '../examined-database';
import { type Finding, note, ok, warning } from '../finding';

const MOST_COUNTED = 10_000;

/** A webhook with the messages that its receiver has not accepted. */
export interface WebhookState {
  readonly id: string;
  readonly status: string;
  readonly status_reason: string | null;
  /** Given up. */
  readonly dead: number;
}

const DEAD = `SELECT count(*) AS dead FROM (SELECT 1 FROM webhook_deliveries WHERE webhook_id = $1 AND dead_at IS NOT NULL LIMIT ${MOST_COUNTED}) given_up`;

/** Whether the receivers of events accept them. */
@Injectable()
@Examines({ name: 'webhooks', needs: 'schema' })
export class WebhooksCheck implements Check {
  constructor(private readonly database: ExaminedDatabase) {}

  async examine(): Promise<readonly Finding[]> {
    const webhooks = await this.database.rows<Omit<WebhookState, 'dead'>>(
      'SELECT id, status, status_reason FROM webhooks',
    );
    const findings: Finding[] = [];
    for (const webhook of webhooks) {
      const [counted] = await this.database.rows<{ dead: string }>(DEAD, [webhook.id]);
      findings.push(...webhookFindings({ ...webhook, dead: Number(counted?.dead) }));
    }
    return findings;
  }
}

/** What is to be said about a webhook. */
export const webhookFindings = ({ id, status, status_reason, dead }: WebhookState): readonly Finding[] => {
  const state =
    status === 'failing'
      ? warning(
          `${id} is failing: ${status_reason ?? 'no reason is known'}`,
          `correct the receiver; then clientele webhooks resume ${id}`,
        )
      : status === 'paused'
        ? note(`${id} is paused`)
        : ok(`${id} is active`);
  if (dead === 0) return [state];
  const letters = `${dead}${dead === MOST_COUNTED ? ' or more' : ''} of its messages were given up`;
  const lost = warning(
    `${id}: ${letters}`,
    `see clientele webhooks dead-letters ${id}, and send them again by clientele webhooks replay`,
  );
  return state.severity === 'ok' ? [lost] : [state, lost];
};
