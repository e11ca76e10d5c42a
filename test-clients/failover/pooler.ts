import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { documented, MACHINES, PASSWORD } from './places';
import { giveToPostgres, Program } from './processes';

/** A database of which PgBouncer opens one connection. */
export const SINGLE = 'single';

/** PgBouncer before HAProxy, as docs/SCALING.md configures it; it also serves {@link SINGLE}. */
export class Pooler {
  private readonly program: Program;

  constructor(folder: string) {
    const [configuration, users] = [join(folder, 'pgbouncer.ini'), join(folder, 'userlist.txt')];
    const single = `${SINGLE} = host=${MACHINES.proxy} port=5432 dbname=${SINGLE} pool_size=1`;
    const replacements = { '/etc/pgbouncer/userlist.txt': users, '[pgbouncer]': `${single}\n\n[pgbouncer]` };
    writeFileSync(configuration, documented('ini', replacements));
    writeFileSync(users, `"clientele" "${PASSWORD}"\n`);
    giveToPostgres(users);
    this.program = new Program(folder, 'pgbouncer', ['pgbouncer', configuration]);
  }

  start(): void {
    this.program.start();
  }

  /** The address of a database through PgBouncer. */
  at(database: string): string {
    return `postgres://clientele:${encodeURIComponent(PASSWORD)}@${MACHINES.proxy}:6432/${database}`;
  }

  stop(): Promise<void> {
    return this.program.stop('SIGINT');
  }
}
