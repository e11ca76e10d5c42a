import { startPostgres, type TemporaryPostgres } from '../../scripts/databases';

declare global {
  var temporaryPostgres: TemporaryPostgres | undefined;
}

/** One real PostgreSQL for the whole run; each application gets a database of its own on it. */
export default async (): Promise<void> => {
  globalThis.temporaryPostgres = await startPostgres();
  process.env['TEST_POSTGRES_URL'] = globalThis.temporaryPostgres.url;
};
