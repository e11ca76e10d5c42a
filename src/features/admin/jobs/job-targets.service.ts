import { Injectable } from '@nestjs/common';
import type { ClientFilter } from '../../../client-search/client-filter';
import { ClientSearchService } from '../../../client-search/client-search.service';
import { InvalidRequest } from '../../../core/errors/errors';
import { FormReader } from '../../../platform/http/form.reader';
import { ClientQuery } from '../clients/client-query.dto';
import type { Job, JobFilter } from './job.entity';

/** A client of a job, and where the list of its clients goes on. */
export interface JobTarget {
  readonly client_id: string;
  readonly cursor: string;
}

interface JobTargets {
  readonly targets: readonly JobTarget[];
  /** Absent at the end. */
  readonly next?: string;
}

const AT_ONCE = 50;
const PAGING = ['limit', 'after'];

/** Finds the clients of jobs. */
@Injectable()
export class JobTargetsService {
  private readonly reader = new FormReader(ClientQuery);

  constructor(private readonly search: ClientSearchService) {}

  /** The next clients after a cursor. Those that were registered after the job was made are none of its clients. */
  async after({ details: { client_ids, filter = {} }, created_at }: Job, cursor: string): Promise<JobTargets> {
    if (client_ids) return ofIdentifiers(client_ids, cursor);
    const asked = this.filterOf(filter);
    const { registered_before = created_at } = asked;
    const end = registered_before < created_at ? registered_before : created_at;
    const { found, next } = await this.search.page({ ...asked, registered_before: end }, cursor, AT_ONCE);
    const targets = found.map(({ client, cursor: own }) => ({ client_id: client.client_id, cursor: own }));
    return { targets, ...(next !== undefined && { next }) };
  }

  /** The filter that the parameters of the list of clients are. Throws {@link InvalidRequest}. */
  filterOf(filter: JobFilter): ClientFilter {
    const query = this.reader.read(new URLSearchParams({ ...filter }));
    const given = Object.keys(filter).filter((name) => !PAGING.includes(name) && Object.hasOwn(query, name));
    if (given.length === 0 || given.length < Object.keys(filter).length) throw filterRequired();
    return query;
  }
}

/** The refusal of a filter that selects nothing, or has members that the list of clients does not have. */
export const filterRequired = (): InvalidRequest =>
  new InvalidRequest(
    'filter must have one or more of the filters of GET /admin/clients, and nothing else; name them as there',
  );

const ofIdentifiers = (client_ids: readonly string[], cursor: string): JobTargets => {
  const rest = client_ids.filter((id) => id > cursor);
  const targets = rest.slice(0, AT_ONCE).map((client_id) => ({ client_id, cursor: client_id }));
  const last = targets.at(-1);
  return { targets, ...(rest.length > AT_ONCE && last && { next: last.cursor }) };
};
