import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { appendFile, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { freePort } from '../../scripts/free-port';
import { keepTrack } from './close-leftovers';

/** A server that follows the PostgreSQL of this run by streaming replication. */
export interface Standby {
  /** The same database as `url` names on the primary. */
  at(url: string): string;
  /** Follows no further; what is written from now on is missing. */
  pause(): Promise<void>;
  /** Follows again, and resolves once it has all that the primary has now. */
  catchUp(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a standby from a backup of the running server, by the binaries that the server was started with. */
export const startStandby = async (primaryUrl: string): Promise<Standby> => {
  const primary = new Client(primaryUrl);
  await primary.connect();
  const ask = async (connection: Client, statement: string): Promise<string> => {
    const { rows } = await connection.query<{ answer: string }>(statement);
    return rows[0]?.answer ?? '';
  };
  const data = await ask(primary, "SELECT current_setting('data_directory') AS answer");
  const bin = await ask(primary, "SELECT setting AS answer FROM pg_config WHERE name = 'BINDIR'");
  const folder = await mkdtemp(join(tmpdir(), 'clientele-standby-'));
  const own = join(folder, 'data');

  // Without a slot a checkpoint of other tests removes the log that the standby has yet to read, and it never starts.
  const slot = `standby_${randomUUID().replaceAll('-', '')}`;
  await primary.query('SELECT pg_create_physical_replication_slot($1, true)', [slot]);
  await primary.query("SELECT pg_backup_start('standby', true)");
  await copied(data, own);
  const label = await ask(primary, 'SELECT labelfile AS answer FROM pg_backup_stop(false)');
  const { hostname, port, username, password } = new URL(primaryUrl);
  const source = `host=${hostname} port=${port} user=${username} password=${password}`;
  await rm(join(own, 'postmaster.pid'), { force: true });
  await writeFile(join(own, 'backup_label'), label);
  await writeFile(join(own, 'standby.signal'), '');
  const following = `\nprimary_conninfo = '${source}'\nprimary_slot_name = '${slot}'\n`;
  await appendFile(join(own, 'postgresql.auto.conf'), following);

  const { uid, gid } = await stat(data);
  await execute('chown', ['-R', `${uid}:${gid}`, folder]);
  const standbyPort = await freePort();
  const options = ['-D', own, '-p', String(standbyPort), '-c', 'max_connections=300', '-k', folder];
  const server = spawn(join(bin, 'postgres'), options, { uid, gid, stdio: ['ignore', 'ignore', 'pipe'] });
  await ready(server.stderr);

  const at = (url: string): string => Object.assign(new URL(url), { port: String(standbyPort) }).href;
  const standby = new Client(at(primaryUrl));
  await standby.connect();
  return keepTrack({
    at,
    pause: async () => void (await standby.query('SELECT pg_wal_replay_pause()')),
    catchUp: async () => {
      const written = await ask(primary, 'SELECT pg_current_wal_lsn()::text AS answer');
      await standby.query('SELECT pg_wal_replay_resume()');
      const isThere = `SELECT (pg_last_wal_replay_lsn() >= '${written}'::pg_lsn)::text AS answer`;
      while ((await ask(standby, isThere)) !== 'true');
    },
    close: async () => {
      if (server.exitCode !== null) return;
      await standby.end();
      server.kill('SIGINT');
      await once(server, 'exit');
      const drop =
        'SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = $1 AND NOT active';
      while ((await primary.query(drop, [slot])).rowCount === 0);
      await primary.end();
      await rm(folder, { recursive: true, force: true });
    },
  });
};

const execute = promisify(execFile);

/** Other tests drop their databases in between, so a file that vanishes is not needed. */
const copied = async (from: string, to: string): Promise<void> => {
  try {
    await execute('cp', ['-a', from, to]);
  } catch {
    await stat(join(to, 'global'));
  }
};

const ready = async (log: NodeJS.ReadableStream): Promise<void> => {
  let said = '';
  for await (const text of log) {
    said += String(text);
    if (said.includes('ready to accept read-only connections')) {
      log.resume();
      return;
    }
  }
  throw new Error(`the standby did not start: ${said}`);
};
