import { RateLimitsModule } from '../../../platform/rate-limits/rate-limits.module';
import { RegistrationsModule } from '../../../registrations/registrations.module';
import type { Opened } from '../with-database';
import { withClients } from './clients-database';

const MODULES = { modules: [RateLimitsModule, RegistrationsModule], needsKeys: true };

/** Runs `work` with the services of registrations and updates, on the database of the server. */
export const withRegistrations = (command: string, work: (opened: Opened) => Promise<void>): Promise<void> =>
  withClients(command, work, MODULES);
