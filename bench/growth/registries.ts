import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startPostgres } from '../../scripts/databases';
import { atEnd } from '../support/cleanup';
import { ROOT } from '../support/paths';
import { parentOf } from '../support/process-usage';
import { connect, type Engine, type Sql } from './database';
import { deleteNewer, isWhole } from './rows';
import { seed } from './seed';
import type { Storage } from './storage';

/** To be counted up when seeded rows become others. */
const SEED_VERSION = 2;

/** A database that holds so many clients. */
export interface Registry {
  readonly engine: Engine;
  readonly size: number;
  readonly url: string;
  readonly sql: Sql;
  /** Measured when it had just been seeded. */
  readonly storage: readonly Storage[];
  /** The PostgreSQL server, of which all processes count. */
  readonly postgresPid?: number;
}

/** Databases with seeded registries in a folder, and used again if they are there. */
export class Registries {
  private postgresUrl: string | undefined;

  constructor(private readonly folder: string) {}

  /** Opens one, and seeds it if it is not there or was made for another schema. */
  async open(engine: Engine, size: number): Promise<Registry> {
    const marker = join(this.folder, `${engine}-${size}.json`);
    const url = await this.urlOf(engine, size);
    const storage = (await this.usable(marker, url, size)) ?? (await this.seedAnew(marker, engine, url, size));
    const sql = await connect(url);
    atEnd(() => sql.close());
    await deleteNewer(sql);
    return { engine, size, url, sql, storage, ...(engine === 'postgres' && (await serverOf(sql))) };
  }

  private async usable(marker: string, url: string, size: number): Promise<readonly Storage[] | undefined> {
    if (!existsSync(marker)) return undefined;
    const { version, storage } = JSON.parse(readFileSync(marker, 'utf8')) as { version: string; storage: Storage[] };
    if (version !== schemaVersion()) return undefined;
    const sql = await connect(url);
    const whole = await isWhole(sql, size);
    await sql.close();
    return whole ? storage : undefined;
  }

  private async seedAnew(marker: string, engine: Engine, url: string, size: number): Promise<readonly Storage[]> {
    rmSync(marker, { force: true });
    await this.remove(engine, url, size);
    const storage = await seed(engine, url, size, this.folder);
    writeFileSync(marker, JSON.stringify({ version: schemaVersion(), storage }, undefined, 2));
    return storage;
  }

  private async remove(engine: Engine, url: string, size: number): Promise<void> {
    if (engine === 'sqlite')
      for (const suffix of ['', '-wal', '-shm']) rmSync(`${url.slice('sqlite:'.length)}${suffix}`, { force: true });
    else {
      const sql = await connect(await this.postgres());
      await sql.all(`DROP DATABASE IF EXISTS clients_${size}`);
      await sql.all(`CREATE DATABASE clients_${size}`);
      await sql.close();
    }
  }

  private async urlOf(engine: Engine, size: number): Promise<string> {
    if (engine === 'sqlite') return `sqlite:${join(this.folder, `clients-${size}.sqlite`)}`;
    return (await this.postgres()).replace(/postgres$/, `clients_${size}`);
  }

  /** One server for all sizes, in a folder that stays. */
  private async postgres(): Promise<string> {
    if (this.postgresUrl === undefined) {
      const server = await startPostgres({ kept: join(this.folder, 'postgres') });
      atEnd(() => server.stop());
      this.postgresUrl = server.url;
    }
    return this.postgresUrl;
  }
}

/** The process of a connection is a child of the one that all others are children of, too. */
const serverOf = async (sql: Sql): Promise<{ postgresPid?: number }> => {
  const [backend] = await sql.all<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const postgresPid = backend && parentOf(backend.pid);
  return postgresPid === undefined ? {} : { postgresPid };
};

/** What makes seeded rows good for this code: the migrations that made their tables. */
const schemaVersion = (): string => {
  const folder = join(ROOT, 'src', 'platform', 'database', 'migrations');
  const hash = createHash('sha256').update(String(SEED_VERSION));
  for (const file of readdirSync(folder).sort()) hash.update(readFileSync(join(folder, file)));
  return hash.digest('hex');
};
