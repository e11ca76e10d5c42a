import { DataSource } from 'typeorm';
import { processEnvironment } from './src/config/read-environment';
import { dataSourceOptions } from './src/database/data-source-options';

/** The database of `DATABASE_URL` for TypeORM's command line. */
export default new DataSource({
  ...dataSourceOptions(processEnvironment().DATABASE_URL),
  entities: ['src/**/*.entity.ts'],
});
