import type { INestApplicationContext } from '@nestjs/common';
import { PolicyStoreModule } from '../../../governance/policies/policy-store.module';
import { withDatabase } from '../with-database';

/** Runs `work` with the services of policies, on the database of the server: see {@link withDatabase}. */
export const withPolicies = (command: string, work: (app: INestApplicationContext) => Promise<void>): Promise<void> =>
  withDatabase(`policies ${command}`, { modules: [PolicyStoreModule] }, ({ app }) => work(app));
