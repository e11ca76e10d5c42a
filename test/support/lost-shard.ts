import { DataSource } from 'typeorm';
import type { TestServer } from './test-server';

const FAIL = `RAISE EXCEPTION 'connection to the remote node failed' USING ERRCODE = '08006'`;

const LOSABLE = [
  'CREATE TABLE lost (id text PRIMARY KEY)',
  `CREATE FUNCTION is_reached(client_id text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN
     IF EXISTS (SELECT FROM lost WHERE id = client_id) THEN ${FAIL}; END IF;
     RETURN true;
   END $$`,
  'ALTER TABLE clients RENAME TO all_clients',
  'CREATE VIEW clients AS SELECT * FROM all_clients WHERE is_reached(client_id)',
];

/** A sequence keeps its value when a statement is undone, so that it remembers the first identifier. */
const FIRST_INSERT_IS_LOST = [
  'CREATE SEQUENCE first_insert',
  `CREATE FUNCTION fail_for_the_first() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE hash bigint; BEGIN
     hash := 10 + abs(hashtext(NEW.client_id)::bigint);
     IF NOT (SELECT is_called FROM first_insert) THEN PERFORM setval('first_insert', hash); END IF;
     IF hash = (SELECT last_value FROM first_insert) THEN ${FAIL}; END IF;
     RETURN NEW;
   END $$`,
  'CREATE TRIGGER lost_insert BEFORE INSERT ON all_clients FOR EACH ROW EXECUTE FUNCTION fail_for_the_first()',
];

/**
 * The clients of a PostgreSQL of which some are out of reach, as in a distributed engine with a dead node: a statement
 * about one of them fails with SQLSTATE 08006, whatever else it is about.
 */
export class LostShard {
  private constructor(private readonly dataSource: DataSource) {}

  static async in({ app }: TestServer): Promise<LostShard> {
    const shard = new LostShard(app.get(DataSource));
    await shard.run(LOSABLE);
    return shard;
  }

  /** Puts clients out of reach. */
  async lose(client_ids: readonly string[]): Promise<void> {
    for (const id of client_ids) await this.dataSource.query('INSERT INTO lost VALUES ($1)', [id]);
  }

  /** Puts the identifier out of reach with which a client is registered next. */
  loseNextIdentifier(): Promise<void> {
    return this.run(FIRST_INSERT_IS_LOST);
  }

  private async run(statements: readonly string[]): Promise<void> {
    for (const statement of statements) await this.dataSource.query(statement);
  }
}
