import type { RequestContext } from '../../../core/request-context';
import { RegistrarsModule } from '../../../governance/registrars/registrars.module';
import { RegistrarsService } from '../../../governance/registrars/registrars.service';
import { RegistrarListService } from '../../../governance/registrars/registrar-list.service';
import { ClientChangesModule } from '../../client-changes.module';
import { withDatabase } from '../with-database';

/** Runs `work` with the services of registrars, on the database of the server: see {@link withDatabase}. */
export const withRegistrars = (
  command: string,
  work: (registrars: RegistrarsService, context: RequestContext, lists: RegistrarListService) => Promise<void>,
): Promise<void> =>
  withDatabase(
    `registrars ${command}`,
    { modules: [RegistrarsModule, ClientChangesModule], needsKeys: true },
    ({ app, context }) => work(app.get(RegistrarsService), context, app.get(RegistrarListService)),
  );
