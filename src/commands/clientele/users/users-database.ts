import type { RequestContext } from '../../../core/request-context';
import { ConsentStoreModule } from '../../../features/sign-in/consents/consent-store.module';
import { SessionStoreModule } from '../../../features/sign-in/sessions/session-store.module';
import { UserGrantsModule } from '../../../user-grants/user-grants.module';
import { AdministeredUsersService } from '../../../users/administered-users.service';
import { UsersModule } from '../../../users/users.module';
import { withDatabase } from '../with-database';

/** For `--help`: the argument of a command for one user. */
export const OF_USER = { sub: 'the sub of the user; users list has those of all' };

/** All that keeps data of people, so that a command exports, ends or erases all of it. */
const MODULES = [UsersModule, UserGrantsModule, ConsentStoreModule, SessionStoreModule];

/** Runs `work` with the people who sign in, on the database of the server. */
export const withUsers = (
  command: string,
  work: (users: AdministeredUsersService, context: RequestContext) => Promise<void>,
): Promise<void> =>
  withDatabase(`users ${command}`, { modules: MODULES, needsKeys: true }, ({ app, context }) =>
    work(app.get(AdministeredUsersService), context),
  );
