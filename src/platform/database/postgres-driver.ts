import pg from 'pg';
import { PostgresPool } from './postgres-pool';

/** pg for TypeORM, with a pool that closes the connections to a server that is no longer the primary. */
export const postgresDriver = { ...pg, Pool: PostgresPool };
