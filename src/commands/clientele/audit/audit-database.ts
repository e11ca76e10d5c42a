import type { INestApplicationContext } from '@nestjs/common';
import { AuditModule } from '../../../event-log/audit/audit.module';
import { withDatabase } from '../with-database';

/** Runs `work` with the services of the audit, on the database of the server: see {@link withDatabase}. */
export const withAudit = (command: string, work: (app: INestApplicationContext) => Promise<void>): Promise<void> =>
  withDatabase(`audit ${command}`, { modules: [AuditModule], needsKeys: true }, ({ app }) => work(app));
