import type { RequestContext } from '../../../core/request-context';
import { AdministeredGrantsService } from '../../../user-grants/administered-grants.service';
import { UserGrantsModule } from '../../../user-grants/user-grants.module';
import { withDatabase } from '../with-database';

/** For `--help`: the argument of a command for one grant. */
export const OF_GRANT = { id: 'the id of the grant; grants list has those of all' };

/** Runs `work` with the grants of users, on the database of the server. */
export const withGrants = (
  command: string,
  work: (grants: AdministeredGrantsService, context: RequestContext) => Promise<void>,
): Promise<void> =>
  withDatabase(`grants ${command}`, { modules: [UserGrantsModule], needsKeys: true }, ({ app, context }) =>
    work(app.get(AdministeredGrantsService), context),
  );
