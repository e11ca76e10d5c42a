import { Injectable } from '@nestjs/common';
import { FollowedLogRepository, type FollowedEvent } from '../../event-log/following/followed-log.repository';
import { LogFollowerRepository } from '../../event-log/following/log-follower.repository';
import { type FilledPart, LogFollowerTask, type StepWrite } from '../../event-log/following/log-follower.task';
import { ClientTermRepository } from './client-term.repository';

/** The name of the follower that writes the terms of clients. */
export const CLIENT_TERMS = 'client_terms';

const FILLED_AT_ONCE = 500;
/** Events of clients that change none of their terms. */
const WITHOUT_TERMS = /\.(refused|spent|counted|read|secret_rotated|registration_token_rotated)$/;
const NEW = 'client.registered';

/** Writes the terms that clients are found by: one of all nodes, apart from requests, a second or two after a change. */
@Injectable()
export class ClientTermsTask extends LogFollowerTask {
  constructor(
    private readonly terms: ClientTermRepository,
    followers: LogFollowerRepository,
    log: FollowedLogRepository,
  ) {
    super(CLIENT_TERMS, 'the terms of clients', followers, log);
  }

  protected override async read(events: readonly FollowedEvent[]): Promise<StepWrite> {
    const about = events.filter(({ client_id, type }) => client_id !== null && !WITHOUT_TERMS.test(type));
    const ids = new Set(about.flatMap(clientsOf));
    const changed = new Set(about.filter(({ type }) => type !== NEW).flatMap(clientsOf));
    const clients = await this.terms.clients([...ids]);
    return (manager) => this.terms.replace(manager, [...changed], clients);
  }

  protected override async fill(after: string): Promise<FilledPart> {
    const clients = await this.terms.clientsAfter(after, FILLED_AT_ONCE);
    const last = clients.length < FILLED_AT_ONCE ? undefined : clients.at(-1);
    return {
      through: last?.client_id ?? null,
      write: (manager) => this.terms.replace(manager, [], clients),
    };
  }
}

/** The client of an event, and the one of an earlier environment that it took the place of. */
const clientsOf = ({ client_id, type, event }: FollowedEvent): readonly string[] => {
  const replaced: unknown = type.endsWith('.configured')
    ? (event().data as { replaced?: unknown }).replaced
    : undefined;
  return [client_id, replaced].filter((id): id is string => typeof id === 'string');
};
