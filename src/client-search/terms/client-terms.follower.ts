import { Injectable } from '@nestjs/common';
import type { FollowedEvent } from '../../event-log/following/followed-log.repository';
import { type FilledPart, FollowsLog, type LogFollower, type StepWrite } from '../../event-log/following/log-follower';
import { ClientTermRepository } from './client-term.repository';
import { registeredClientOf } from './registered-client';
import type { DescribedClient } from './terms-of-client';

/** The name of the follower that writes the terms of clients. */
export const CLIENT_TERMS = 'client_terms';

const FILLED_AT_ONCE = 500;
/** Events of clients that change none of their terms. */
const WITHOUT_TERMS = /\.(refused|spent|counted|read|secret_rotated|registration_token_rotated)$/;

/** Writes the terms that clients are found by: one of all nodes, apart from requests, a second or two after a change. */
@FollowsLog()
@Injectable()
export class ClientTermsFollower implements LogFollower {
  readonly followerName = CLIENT_TERMS;

  constructor(private readonly terms: ClientTermRepository) {}

  /**
   * A client that no change was made to since its registration is what the event of that says; others are read, as is one
   * with several events: it may have been deleted and imported again.
   */
  async read(events: readonly FollowedEvent[]): Promise<StepWrite> {
    const registered = new Map<string, DescribedClient | undefined>();
    for (const event of events)
      for (const id of clientsOf(event)) registered.set(id, registered.has(id) ? undefined : registeredClientOf(event));
    const described = [...registered.values()].filter((client) => client !== undefined);
    const unchanged = await this.terms.unchanged(described.map(({ client_id }) => client_id));
    const known = described.filter(({ client_id }) => unchanged.has(client_id));
    const ids = [...registered.keys()];
    const others = await this.terms.clients(ids.filter((id) => !unchanged.has(id)));
    return (manager) => this.terms.replace(manager, ids, [...known, ...others]);
  }

  async fill(after: string): Promise<FilledPart> {
    const clients = await this.terms.clientsAfter(after, FILLED_AT_ONCE);
    const last = clients.length < FILLED_AT_ONCE ? undefined : clients.at(-1);
    const ids = clients.map(({ client_id }) => client_id);
    return {
      through: last?.client_id ?? null,
      write: (manager) => this.terms.replace(manager, ids, clients),
    };
  }
}

/** The clients whose terms an event may change: its client, and the one of an earlier environment that it took the place of. */
const clientsOf = ({ client_id, type, event }: FollowedEvent): readonly string[] => {
  if (client_id === null || WITHOUT_TERMS.test(type)) return [];
  const replaced: unknown = type.endsWith('.configured')
    ? (event().data as { replaced?: unknown }).replaced
    : undefined;
  return typeof replaced === 'string' ? [client_id, replaced] : [client_id];
};
