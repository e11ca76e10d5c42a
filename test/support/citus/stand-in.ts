import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { keepTrack } from '../close-leftovers';

const CONTROL = "default_version = '0'\nrelocatable = true\n";

/**
 * What the command calls of Citus. The functions note which table is to be stored in which way, and refuse a distributed table
 * with a unique key without its column, as Citus does. They distribute nothing: Citus itself can be installed neither by npm
 * nor from Debian.
 */
const FUNCTIONS = `
CREATE TABLE pg_dist_node (groupid integer NOT NULL);
CREATE TABLE pg_dist_partition (logicalrelid regclass PRIMARY KEY, stored text NOT NULL, partkey text);
CREATE FUNCTION create_distributed_table(named regclass, distribution_column text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM pg_index WHERE indrelid = named AND indisunique AND NOT EXISTS (
      SELECT FROM pg_attribute WHERE attrelid = named AND attname = distribution_column AND attnum = ANY (indkey)))
  THEN RAISE EXCEPTION 'cannot create constraint on "%"', named USING ERRCODE = '0A000';
  END IF;
  INSERT INTO pg_dist_partition VALUES (named, 'distributed', distribution_column);
END $$;
CREATE FUNCTION create_reference_table(named regclass) RETURNS void LANGUAGE sql AS
  $$ INSERT INTO pg_dist_partition VALUES (named, 'reference', NULL) $$;
CREATE FUNCTION citus_add_local_table_to_metadata(named regclass) RETURNS void LANGUAGE sql AS
  $$ INSERT INTO pg_dist_partition VALUES (named, 'coordinator', NULL) $$;
`;

/** Makes the stand-in an extension of a database. The workers do not know the coordinator yet. */
export const installCitusStandIn = async (url: string): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'clientele-citus-'));
  keepTrack({ close: () => rm(folder, { recursive: true, force: true }) });
  await mkdir(join(folder, 'extension'));
  await writeFile(join(folder, 'extension', 'citus.control'), CONTROL);
  await writeFile(join(folder, 'extension', 'citus--0.sql'), FUNCTIONS);
  for (const one of [folder, join(folder, 'extension')]) await chmod(one, 0o755); // PostgreSQL may run as another user
  await statements(url, `SET extension_control_path = '${folder}:$system'`, 'CREATE EXTENSION citus');
};

/** Tells the workers of the stand-in about the coordinator. */
export const addCoordinator = (url: string): Promise<void> => statements(url, 'INSERT INTO pg_dist_node VALUES (0)');

const statements = async (url: string, ...texts: readonly string[]): Promise<void> => {
  const client = new Client(url);
  await client.connect();
  try {
    for (const text of texts) await client.query(text);
  } finally {
    await client.end();
  }
};
