import { affected, TransactionsService } from '../../src/platform/database/transactions.service';
import type { TestServer } from './test-server';

/** A row of `events`; `body` is its text, whatever it says. */
export interface EventRow {
  readonly id: string;
  readonly type: string;
  readonly client_id?: string;
  readonly revision?: number;
  readonly body: string;
}

/** Adds events that no request made, in one transaction. */
export const addEvents = ({ app }: Pick<TestServer, 'app'>, rows: readonly EventRow[]): Promise<void> =>
  app.get(TransactionsService).run(async (manager) => {
    for (const { id, type, client_id, revision, body } of rows)
      await affected(manager, 'INSERT INTO events (id, type, client_id, revision, body) VALUES ($1, $2, $3, $4, $5)', [
        id,
        type,
        client_id ?? null,
        revision ?? null,
        body,
      ]);
  });
