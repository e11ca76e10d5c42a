import { randomBytes } from 'node:crypto';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/platform/database/data-source-options';
import type { TestDatabase } from './test-database';

/** A user of one PostgreSQL database who has no privileges but those that are granted. */
export class DatabaseUser {
  readonly name = `user_${randomBytes(8).toString('hex')}`;
  private readonly owner: DataSource;

  private constructor(private readonly database: TestDatabase) {
    this.owner = new DataSource(dataSourceOptions(database.url));
  }

  /** Creates the user with options of `CREATE ROLE`. */
  static async of(database: TestDatabase, options = ''): Promise<DatabaseUser> {
    const user = new DatabaseUser(database);
    await user.owner.initialize();
    await user.query(`CREATE ROLE USER LOGIN PASSWORD 'secret' ${options}`);
    return user;
  }

  /** The address of the database for this user. */
  get url(): string {
    return Object.assign(new URL(this.database.url), { username: this.name, password: 'secret' }).href;
  }

  /** Runs a statement as the owner of the database, with the name of this user in the place of `USER`. */
  query<Rows>(statement: string): Promise<Rows> {
    return this.owner.query<Rows>(statement.replaceAll('USER', this.name));
  }

  /** Drops the user and all that it has in this database. */
  async drop(): Promise<void> {
    await this.query('DROP OWNED BY USER CASCADE');
    await this.query('DROP ROLE USER');
    await this.owner.destroy();
  }
}
