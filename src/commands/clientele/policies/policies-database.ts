import { AttachmentsModule } from '../../../governance/attachments/attachments.module';
import { PolicyStoreModule } from '../../../governance/policies/policy-store.module';
import { type Opened, withDatabase } from '../with-database';

/** Runs `work` with the services of policies, on the database of the server: see {@link withDatabase}. */
export const withPolicies = (command: string, work: (opened: Opened) => Promise<void>): Promise<void> =>
  withDatabase(`policies ${command}`, { modules: [AttachmentsModule, PolicyStoreModule] }, work);
