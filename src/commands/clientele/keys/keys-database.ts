import { SigningKeysModule } from '../../../signing-keys/signing-keys.module';
import { type Opened, withDatabase } from '../with-database';

/** Runs `work` with the services of the signing keys, on the database of the server: see {@link withDatabase}. */
export const withKeys = (command: string, work: (opened: Opened) => Promise<void>): Promise<void> =>
  withDatabase(`keys ${command}`, { modules: [SigningKeysModule], needsKeys: true }, work);
