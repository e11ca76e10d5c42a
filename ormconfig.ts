import { DataSource } from 'typeorm';
import { processEnvironment } from './src/platform/config/read-environment';
import { dataSourceOptions, requireDatabase } from './src/platform/database/data-source-options';

const { DATABASE_URL } = processEnvironment();
requireDatabase(DATABASE_URL, 'clientele migrate --create-database');

/** The database of `DATABASE_URL`, which must be there, for TypeORM's command line (`npm run typeorm -- migration:show`). */
export default new DataSource({
  ...dataSourceOptions(DATABASE_URL),
  entities: ['src/**/*.entity.ts'],
  logger: 'simple-console',
  logging: ['migration', 'warn', 'error'],
});
