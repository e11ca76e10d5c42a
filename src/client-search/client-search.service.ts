import { Injectable } from '@nestjs/common';
import type { ListedClient } from '../clients/client.repository';
import { InvalidRequest, TemporarilyUnavailable } from '../core/errors/errors';
import { LogFollowerRepository } from '../event-log/following/log-follower.repository';
import { type ClientFilter, matches } from './client-filter';
import type { Candidate, ClientWalk, WalkPart } from './client-walk';
import { type IdentifierList, IdentifierWalk } from './identifier-walk';
import { rangeOf, registeredIn } from './identifier-range';
import { NameWalk, placeOf } from './name-walk';
import { SearchRepository } from './search.repository';
import type { TermKind } from './terms/client-term.entity';
import { CLIENT_TERMS } from './terms/client-terms.follower';
import { folded, IMPORTED, namesOf, termOf } from './terms/terms-of-client';

/** A client of a list, and where the list goes on after it. */
export interface FoundClient {
  readonly client: ListedClient;
  readonly cursor: string;
}

/** A part of a list: at most as many clients as were asked for, maybe fewer although there are more. */
export interface FoundPage {
  readonly found: readonly FoundClient[];
  /** Where the list goes on; absent at its end. */
  readonly next?: string;
}

/** A page reads so many parts of indexes at most, so that it takes the same time in every registry. */
const MOST_PARTS = 20;
/** A beginning of names that so many clients have at most is compared with other lists. */
const FEW_NAMES = 1000;
const PAGE = 500;
const RETRY_AFTER_SECONDS = 60;

/** What a filter asks the index of terms for, besides the name. */
const TERMS = ['software_id', 'redirect_host', 'grant_type', 'policy'] as const satisfies readonly TermKind[];

/** Finds clients, for /admin and for commands. */
@Injectable()
export class ClientSearchService {
  constructor(
    private readonly search: SearchRepository,
    private readonly followers: LogFollowerRepository,
  ) {}

  /**
   * The clients of a filter after a cursor, `most` at most. They are ordered by name if the filter has a name and nothing
   * else that an index has, otherwise by identifier: the oldest first. Throws {@link InvalidRequest} for a cursor of
   * another list, and {@link TemporarilyUnavailable} until a server has written the terms of all clients once.
   */
  async page(filter: ClientFilter, cursor: string, most: number): Promise<FoundPage> {
    const walk = await this.walkOf(filter, cursor);
    const found: FoundClient[] = [];
    let next: string | undefined = cursor;
    for (let parts = 0; parts < MOST_PARTS && next !== undefined; parts += 1) {
      const part = await walk.read(next, most + 1);
      for (let from = 0; from < part.candidates.length && found.length <= most; from += most + 1)
        found.push(...(await this.matching(filter, part.candidates.slice(from, from + most + 1))));
      if (found.length > most) return { found: found.slice(0, most), next: found[most - 1]?.cursor ?? cursor };
      next = part.next;
    }
    return { found, ...(next !== undefined && { next }) };
  }

  /** All clients of a filter, in the order of {@link pages}. */
  async *all(filter: ClientFilter, reading?: () => void): AsyncGenerator<ListedClient> {
    for await (const page of this.pages(filter, reading)) yield* page;
  }

  /**
   * All clients of a filter by pages, in the order of {@link page}. Until the index is complete, all clients are read and
   * compared in the order of their identifiers: `reading` is called before the first of them.
   */
  async *pages(filter: ClientFilter, reading?: () => void): AsyncGenerator<readonly ListedClient[]> {
    if (needsTerms(filter) && !(await this.followers.isFilled(CLIENT_TERMS))) {
      reading?.();
      yield* this.readAll(filter);
      return;
    }
    let next: string | undefined = '';
    while (next !== undefined) {
      const page: FoundPage = await this.page(filter, next, PAGE);
      yield page.found.map(({ client }) => client);
      next = page.next;
    }
  }

  private async *readAll(filter: ClientFilter): AsyncGenerator<readonly ListedClient[]> {
    const walk = this.walkOverAll(filter);
    let next: string | undefined = '';
    while (next !== undefined) {
      const part: WalkPart = await walk.read(next, PAGE);
      yield (await this.matching(filter, part.candidates)).map(({ client }) => client);
      next = part.next;
    }
  }

  private walkOverAll(filter: ClientFilter): ClientWalk {
    return new IdentifierWalk([(range, most) => this.search.withColumn('all', '', range, most)], rangeOf(filter));
  }

  private async matching(filter: ClientFilter, candidates: readonly Candidate[]): Promise<readonly FoundClient[]> {
    const clients = await this.search.clients(candidates.map(({ client_id }) => client_id));
    return candidates.flatMap(({ client_id, cursor, name }) => {
      const client = clients.get(client_id);
      return client && matches(filter, client) && isFirstName(client, filter, name) ? [{ client, cursor }] : [];
    });
  }

  private async walkOf(filter: ClientFilter, cursor: string): Promise<ClientWalk> {
    const name = filter.name === undefined ? undefined : termOf(folded(filter.name));
    if (needsTerms(filter)) await this.requireTerms();
    const lists = this.listsOf(filter);
    if (name !== undefined && lists.length === 0) {
      if (cursor !== '' && !placeOf(cursor)) throw otherCursor();
      return new NameWalk(this.search, name);
    }
    if (name !== undefined) lists.push(...(await this.fewNames(name)));
    if (lists.length === 0) return this.walkOverAll(filter);
    return new IdentifierWalk(lists, rangeOf(filter));
  }

  private listsOf(filter: ClientFilter): IdentifierList[] {
    const { registrar, initial_access_token, status } = filter;
    const columns = { registrar, initial_access_token, status: status === 'active' ? undefined : status };
    const ofColumns = Object.entries(columns).flatMap(([column, value]): IdentifierList[] =>
      value === undefined
        ? []
        : [(range, most) => this.search.withColumn(column as keyof typeof columns, value, range, most)],
    );
    const ofTerms = TERMS.flatMap((kind): IdentifierList[] => {
      const value = kind === 'redirect_host' ? filter[kind]?.toLowerCase() : filter[kind];
      return value === undefined ? [] : [(range, most) => this.search.withTerm(kind, value, range, most)];
    });
    const ofMoments = hasMoments(filter) ? [this.registeredList(filter)] : [];
    return [...ofColumns, ...ofTerms, ...ofMoments];
  }

  /** The clients that were registered here in a time, and all that were imported, whose identifiers say nothing about it. */
  private registeredList(filter: ClientFilter): IdentifierList {
    return async (range, most) => {
      const [registered, imported] = await Promise.all([
        this.search.withColumn('all', '', registeredIn(filter, range), most),
        this.search.withTerm('import', IMPORTED, range, most),
      ]);
      return [...new Set([...registered, ...imported])].sort().slice(0, most);
    };
  }

  /** The clients with a beginning of names as a list, if they are few. Otherwise the clients of other lists are asked. */
  private async fewNames(beginning: string): Promise<readonly IdentifierList[]> {
    const named = await this.search.names(beginning, { term: beginning, client_id: '' }, FEW_NAMES + 1);
    if (named.length > FEW_NAMES) return [];
    const ids = [...new Set(named.map(({ client_id }) => client_id))].sort();
    return [
      ({ from, isAfter, through }, most) =>
        Promise.resolve(
          ids
            .filter((id) => (isAfter ? id > from : id >= from) && (through === undefined || id <= through))
            .slice(0, most),
        ),
    ];
  }

  private async requireTerms(): Promise<void> {
    if (await this.followers.isFilled(CLIENT_TERMS)) return;
    throw new TemporarilyUnavailable(
      'the index of clients must be complete for this filter; try again when a server has read all clients',
      RETRY_AFTER_SECONDS,
    );
  }
}

/** Whether a filter has a part that only the index of terms finds. */
const needsTerms = (filter: ClientFilter): boolean =>
  filter.name !== undefined || hasMoments(filter) || TERMS.some((kind) => filter[kind] !== undefined);

const hasMoments = ({ registered_after, registered_before }: ClientFilter): boolean =>
  registered_after !== undefined || registered_before !== undefined;

/** The refusal of an `after` that no page of the list named. */
export const otherCursor = (): InvalidRequest =>
  new InvalidRequest('after must be one that the Link header of this list had; leave it out to begin');

/** A client with several names that have the beginning is in the list once: at the first of them. */
const isFirstName = (
  client: ListedClient,
  { name: beginning = '' }: ClientFilter,
  found: string | undefined,
): boolean =>
  found === undefined ||
  found ===
    namesOf(client)
      .filter((name) => name.startsWith(folded(beginning)))
      .map(termOf)
      .sort()[0];
