import type { EntityManager } from 'typeorm';
import { affected } from '../platform/database/transactions.service';

const END = "UPDATE idempotent_answers SET sealed_answer = '' WHERE client_id = $1";

/**
 * Deletes the response that contains the credentials of a registrar, an initial access token or a webhook, in the
 * transaction that ends them. Its key stays taken: a repetition is refused, and makes no other credentials.
 */
export const endAnswer = async (manager: EntityManager, id: string): Promise<void> => {
  await affected(manager, END, [id]);
};
