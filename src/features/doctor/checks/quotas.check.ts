import { Injectable } from '@nestjs/common';
import { NO_POLICY } from '../../../governance/policies/policy-names';
import { PolicyOptions } from '../../../governance/policies/policy-options';
import type { CredentialColumn } from '../../../governance/quotas/credential';
import { type Check, Examines } from '../check';
import { DoctorOptions } from '../doctor-options';
import { ExaminedDatabase } from '../examined-database';
import { PolicyReadersFactory } from '../policy-readers.factory';
import { type Finding, failure, note, ok, warning } from '../finding';

/** So many credentials are compared; with `--full` all of them. */
const MOST_COMPARED = 200;
/** One with more clients is not counted again without `--full`. */
const MOST_CLIENTS = 100_000;
/** From this part of a quota on, it is nearly used up. */
const NEARLY = 0.9;

const WORDS: Readonly<Record<CredentialColumn, string>> = {
  initial_access_token: 'initial access token',
  registrar: 'registrar',
};
const isColumn = (text: string): text is CredentialColumn => text in WORDS;

/** A credential whose clients a quota counts. */
interface CountedCredential {
  readonly column: CredentialColumn;
  readonly id: string;
  /** The number in `client_counts`. */
  readonly living: number;
  /** How many clients it has; absent if they were not counted. */
  readonly clients?: number;
  /** How many it may have; absent if no quota holds now. */
  readonly most?: number;
}

/** Whether the counts of quotas are right, and which quotas are nearly used up. */
@Injectable()
@Examines({ name: 'quotas', needs: 'schema' })
export class QuotasCheck implements Check {
  constructor(
    private readonly database: ExaminedDatabase,
    private readonly readers: PolicyReadersFactory,
    private readonly policies: PolicyOptions,
    private readonly options: DoctorOptions,
  ) {}

  async examine(): Promise<readonly Finding[]> {
    const { isFull } = this.options;
    const limit = isFull ? '' : ` LIMIT ${MOST_COMPARED + 1}`;
    const text = `SELECT credential, living FROM client_counts ORDER BY living DESC, credential${limit}`;
    const rows = await this.database.rows<{ credential: string; living: string | number }>(text);
    const compared = isFull ? rows : rows.slice(0, MOST_COMPARED);
    const findings: Finding[] = [];
    for (const { credential, living } of compared)
      findings.push(...(await this.findingsOf(credential, Number(living))));
    if (rows.length > compared.length)
      findings.push(note(`only the ${MOST_COMPARED} largest are compared; doctor --full compares all`));
    return findings.length > 0 ? findings : [ok(`${rows.length} counted credentials have as many clients as counted`)];
  }

  private async findingsOf(credential: string, living: number): Promise<readonly Finding[]> {
    const [column = '', id = ''] = credential.split(/ (.*)/s);
    if (!isColumn(column)) return [];
    const most = await this.mostOf(column, id);
    const counted = await this.clientsOf(column, credential, id, living);
    return quotaFindings({ column, id, ...counted, ...(most !== undefined && { most }) });
  }

  /** The count and the clients in one statement, so that a registration meanwhile is in both or in neither. */
  private async clientsOf(
    column: CredentialColumn,
    credential: string,
    id: string,
    living: number,
  ): Promise<Pick<CountedCredential, 'living' | 'clients'>> {
    if (living > MOST_CLIENTS && !this.options.isFull) return { living };
    const clients = `SELECT count(*) FROM clients WHERE ${column} = $1`;
    const text = `SELECT living, (${clients}) AS clients FROM client_counts WHERE credential = $2`;
    const [row] = await this.database.rows<Record<'living' | 'clients', string | number>>(text, [id, credential]);
    return row ? { living: Number(row.living), clients: Number(row.clients) } : { living };
  }

  /** The smallest quota of the credential: its own, that of its policy, and that of the policy of registrations. */
  private async mostOf(column: CredentialColumn, id: string): Promise<number | undefined> {
    const [table, key] = column === 'registrar' ? ['registrars', 'client_id'] : ['initial_access_tokens', 'id'];
    const text = `SELECT details FROM ${table} WHERE ${key} = $1 AND revoked_at IS NULL`;
    const [row] = await this.database.rows<{ details: string }>(text, [id]);
    const { policy, max_clients } = JSON.parse(row?.details ?? '{}') as { policy?: string; max_clients?: number };
    const { policies } = this.readers.create();
    const names = [policy, this.policies.protected].filter((name) => name !== undefined && name !== NO_POLICY);
    const rules = await Promise.all(names.map((name) => policies.newest(name ?? '')));
    const quotas = [max_clients, ...rules.map((one) => one?.rules.max_clients)];
    return quotas.reduce((least, quota) => (quota === undefined ? least : Math.min(quota, least ?? quota)), undefined);
  }
}

/** What is to be said about a credential; nothing if its count is right and far from its quota. */
export const quotaFindings = ({ column, id, living, clients, most }: CountedCredential): readonly Finding[] => {
  const who = `${WORDS[column]} ${id}`;
  const findings: Finding[] = [];
  if (clients !== undefined && clients !== living)
    findings.push(
      failure(
        `the ${who} is counted with ${living} clients and has ${clients}`,
        'stop the servers and delete its row of the table client_counts: its next registration counts again',
      ),
    );
  if (most !== undefined && living >= most)
    findings.push(warning(`the ${who} has all of its ${most} clients`, 'delete clients, or permit more of them'));
  else if (most !== undefined && living >= most * NEARLY)
    findings.push(
      warning(`the ${who} has ${living} of its ${most} clients`, 'delete clients, or permit more before it is full'),
    );
  return findings;
};
