import type { Client, ClientStatus } from '../../../clients/client.entity';
import type { Actor } from '../../../core/request-context';

type StatusOfClient = Pick<Client, 'status' | 'status_change'>;

/**
 * The status of a client after an import with `--update`, if the file gives it `wanted`. An import disables a client, and
 * enables one that an import has disabled. It neither approves a client nor enables one that was disabled here.
 */
export const statusAfterImport = (present: StatusOfClient, wanted: ClientStatus): ClientStatus => {
  if (present.status === 'rejected') return 'rejected';
  if (wanted !== 'active') return wanted;
  return present.status === 'disabled' && isOfImport(present) ? 'active' : present.status;
};

/** Without a change, the status is that of the import that brought the client. */
const isOfImport = ({ status_change }: StatusOfClient): boolean => !status_change || isImport(status_change.by);

const isImport = (actor: Actor): boolean => actor.type === 'command' && actor.command === 'clients import';
