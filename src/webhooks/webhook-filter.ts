import { RefusedOperation } from '../core/errors/refused-operation';
import type { Event } from '../event-log/event';
import { EVENT_TYPES } from '../event-log/event-docs';
import { isKnownPattern, isOfType } from '../event-log/type-pattern';

/** The type of the message with a new checkpoint of the log. */
export const CHECKPOINT = 'log.checkpoint';

/** Which events a webhook gets: those for which all conditions hold. An empty list is no condition. */
export interface WebhookFilter {
  /** Types such as `client.registered`, or all of a subject, such as `client.*`. */
  readonly types: readonly string[];
  /** The registrars of the clients. */
  readonly registrars: readonly string[];
  /** The names of policies that admitted the clients. */
  readonly policies: readonly string[];
}

/** Throws {@link RefusedOperation} for a type that no message has: a webhook would wait for it forever. */
export const checkTypes = (types: readonly string[]): void => {
  const known = [...EVENT_TYPES, CHECKPOINT];
  const unknown = types.find((type) => !isKnownPattern(type, known));
  if (unknown !== undefined)
    throw new RefusedOperation(
      'invalid',
      undefined,
      `type ${unknown} must be one of ${known.join(', ')}; or a subject with .*, as in client.*`,
    );
};

/** Whether a webhook gets checkpoints: only if its types name them. */
export const wantsCheckpoints = ({ types }: WebhookFilter): boolean => types.some((type) => isOfType(CHECKPOINT, type));

/** Whether a webhook gets an event. */
export const matches = ({ types, registrars, policies }: WebhookFilter, event: () => Event, type: string): boolean => {
  if (types.length > 0 && !types.some((wanted) => isOfType(type, wanted))) return false;
  if (registrars.length > 0 && !registrars.includes(event().registrar ?? '')) return false;
  return policies.length === 0 || (event().policies ?? []).some(({ name }) => policies.includes(name));
};
