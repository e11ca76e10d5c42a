import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { writeCertificate } from '../../bench/support/certificate';
import { documented, MACHINES, PASSWORD } from './places';
import { giveToPostgres, Program, until } from './processes';

type Member = 'a' | 'b';
const MEMBERS = ['a', 'b'] as const;

/** Two PostgreSQL under Patroni with etcd, and HAProxy before them, as docs/SCALING.md configures them. */
export class Cluster {
  private readonly members: Readonly<Record<Member, Program>>;
  private readonly others: readonly Program[];
  private standbyKind: 'synchronous' | 'asynchronous' = 'synchronous';

  constructor(private readonly folder: string) {
    const proxy = join(folder, 'haproxy.cfg');
    writeFileSync(proxy, documented('haproxy'));
    this.members = { a: this.member('a'), b: this.member('b') };
    const [peers, clients] = [`http://${MACHINES.etcd}:2380`, `http://${MACHINES.etcd}:2379`];
    const etcd = ['etcd', '--data-dir', join(folder, 'etcd'), '--listen-client-urls', clients] as const;
    const urls = ['--advertise-client-urls', clients, '--listen-peer-urls', peers];
    const only = ['--initial-advertise-peer-urls', peers, '--initial-cluster', `default=${peers}`];
    this.others = [
      new Program(folder, 'etcd', [...etcd, ...urls, ...only]),
      new Program(folder, 'haproxy', ['haproxy', '-f', proxy]),
    ];
  }

  /** Starts all, and makes the database and its user. */
  async start(): Promise<void> {
    const { key } = await writeCertificate(this.folder, 'postgresql');
    chmodSync(key, 0o600);
    giveToPostgres(this.folder);
    for (const other of this.others) other.start();
    this.members.a.start();
    await until('a primary', () => this.primary());
    this.members.b.start();
    await this.untilFollowed();
    await until('the way through HAProxy', () => this.query('SELECT 1'));
    await this.query(`CREATE ROLE clientele LOGIN PASSWORD '${PASSWORD}'`);
    await this.query('CREATE DATABASE clientele OWNER clientele');
  }

  /** The address of the database through HAProxy. */
  get url(): string {
    const [, address = ''] = documented('sh', {
      PASSWORD: encodeURIComponent(PASSWORD),
      '/etc/clientele/db-ca.pem': join(this.folder, 'certificate.pem'),
    }).split("'");
    return address;
  }

  /** Kills the primary, which Patroni then replaces; `withPatroni`: as if the machine were gone. Gives what was killed. */
  async kill(withPatroni: boolean): Promise<Member> {
    const member = await until('a primary', () => this.primary());
    const [pid] = (await readFile(join(this.folder, member, 'data', 'postmaster.pid'), 'utf8')).split('\n');
    if (withPatroni) await this.members[member].stop('SIGKILL');
    process.kill(Number(pid), 'SIGKILL');
    return member;
  }

  /** Starts the Patroni of a member that was killed with it. */
  revive(member: Member): void {
    this.members[member].start();
  }

  /** Has Patroni make the standby the primary; the old primary becomes a standby. */
  async switchOver(): Promise<void> {
    const leader = await until('a primary', () => this.primary());
    const response = await fetch(`http://${MACHINES[leader]}:8008/switchover`, {
      method: 'POST',
      body: JSON.stringify({ leader }),
    });
    if (!response.ok) throw new Error(`no switchover: ${await response.text()}`);
  }

  /** Changes whether a write is confirmed only when the standby has it. */
  async setSynchronous(synchronous_mode: boolean): Promise<void> {
    const leader = await until('a primary', () => this.primary());
    await fetch(`http://${MACHINES[leader]}:8008/config`, {
      method: 'PATCH',
      body: JSON.stringify({ synchronous_mode }),
    });
    this.standbyKind = synchronous_mode ? 'synchronous' : 'asynchronous';
    await this.untilFollowed();
  }

  /** Makes the primary read-only, or not any more, without closing a connection. */
  async setReadOnly(isReadOnly: boolean): Promise<void> {
    await this.query(`ALTER SYSTEM SET default_transaction_read_only = ${isReadOnly ? 'on' : 'off'}`);
    await this.query('SELECT pg_reload_conf()');
  }

  /** Resolves once the standby follows the primary; in synchronous mode, once it has what the primary confirms. */
  async untilFollowed(): Promise<void> {
    await until('a standby', async () => {
      const primary = await this.primary();
      const standby = MEMBERS.find((member) => member !== primary);
      return standby && (await fetch(`http://${MACHINES[standby]}:8008/${this.standbyKind}`)).ok;
    });
  }

  /** Runs a statement as the administrator of the database, through HAProxy. */
  async query(text: string, parameters: unknown[] = [], database = 'postgres'): Promise<Record<string, unknown>[]> {
    const client = new Client({
      ...{ host: MACHINES.proxy, port: 5432, user: 'postgres', password: PASSWORD, database },
      connectionTimeoutMillis: 2000,
      ssl: { rejectUnauthorized: false },
      options: '-c default_transaction_read_only=off',
    });
    client.on('error', () => undefined); // `query` rejects with it
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(text, parameters)).rows;
    } finally {
      await client.end();
    }
  }

  async stop(): Promise<void> {
    for (const program of [...Object.values(this.members), ...this.others].reverse()) await program.stop();
  }

  /** Which member Patroni names the primary; nothing if there is none. */
  async primary(): Promise<Member | undefined> {
    for (const member of MEMBERS) {
      const response = await fetch(`http://${MACHINES[member]}:8008/primary`).catch(() => undefined);
      if (response?.ok) return member;
    }
    return undefined;
  }

  private member(name: Member): Program {
    const own = join(this.folder, name);
    mkdirSync(own);
    const file = join(own, 'patroni.yml');
    const replacements = {
      ...{ 'name: a': `name: ${name}`, '10.0.0.1': MACHINES[name], PASSWORD: JSON.stringify(PASSWORD) },
      '/var/lib/postgresql/clientele': join(own, 'data'),
      '/var/run/postgresql': own,
      '/etc/postgresql/server.pem': join(this.folder, 'certificate.pem'),
      '/etc/postgresql/server.key': join(this.folder, 'certificate.key'),
    };
    writeFileSync(file, documented('yaml', replacements));
    return new Program(own, 'patroni', ['patroni', file]);
  }
}
