import type { INestApplicationContext } from '@nestjs/common';
import { AttachmentsModule } from '../../../governance/attachments/attachments.module';
import { PolicyStoreModule } from '../../../governance/policies/policy-store.module';
import { withDatabase } from '../with-database';

/** Runs `work` with the services of policies, on the database of the server: see {@link withDatabase}. */
export const withPolicies = (command: string, work: (app: INestApplicationContext) => Promise<void>): Promise<void> =>
  withDatabase(`policies ${command}`, { modules: [AttachmentsModule, PolicyStoreModule] }, ({ app }) => work(app));
