import { Injectable } from '@nestjs/common';
import { versionsIn } from '../../../clients/key-versions';
import { Environment } from '../../../platform/config/environment';
import type { SecretKey } from '../../../platform/config/kinds/keys';
import { KeyRing } from '../../../platform/secrets/key-ring';
import { type Check, Examines } from '../check';
import { ExaminedDatabase } from '../examined-database';
import { failure, type Finding, note, ok } from '../finding';
import { presentKeys } from '../present-keys';

/** Values that begin with the version of the key which made them, from tables that stay small. */
const MADE = `SELECT sealed_private_jwk AS made FROM signing_keys UNION ALL
  SELECT sealed_private_key FROM checkpoint_keys WHERE number = (SELECT max(number) FROM checkpoint_keys)
  UNION ALL SELECT DISTINCT substr(sealed_answer, 1, 10) FROM idempotent_answers
  UNION ALL SELECT DISTINCT CAST(key_version AS text) || '.' FROM initial_access_tokens`;
const NEXT_OF_CLIENTS = 'SELECT min(key_versions) AS versions FROM clients WHERE key_versions > $1';
const WEBHOOK_SECRETS = 'SELECT secrets FROM webhooks';
const ENDS_OF_LOG = `SELECT keyed_hash AS made FROM log_entries WHERE position IN (
  (SELECT min(position) FROM log_entries), (SELECT max(position) FROM log_entries)) ORDER BY position`;
const SEALED_KEYS = 'SELECT kid, sealed_private_jwk AS sealed FROM signing_keys';

/** Whether all keys that stored values need are in `SECRET_KEYS`, and which keys nothing needs any more. */
@Injectable()
@Examines({ name: 'secret keys', needs: 'schema' })
export class SecretKeysCheck implements Check {
  constructor(
    private readonly database: ExaminedDatabase,
    private readonly environment: Environment,
  ) {}

  async examine(): Promise<readonly Finding[]> {
    const keys = presentKeys(this.environment);
    if (keys.length === 0) return [note('there are none yet; the first start of a server makes a file of them')];
    const configured = keys.map(({ version }) => version);
    const { DROPPED_SECRET_KEYS: dropped } = this.environment;
    const used = new Set([...(await this.versionsOfValues()), ...(await this.versionsOfLog(configured))]);
    return [...usageFindings({ configured, dropped, used }), ...(await this.foreignKeys(keys))];
  }

  private async versionsOfValues(): Promise<readonly number[]> {
    const made = await this.database.rows<{ made: string }>(MADE);
    const secrets = await this.database.rows<{ secrets: string }>(WEBHOOK_SECRETS);
    const sealed = secrets.flatMap((row) => JSON.parse(row.secrets) as { sealed: string }[]);
    const texts = [...made.map((row) => row.made), ...sealed.map((secret) => secret.sealed)];
    return [...texts.map(versionOf), ...(await this.versionsOfClients())];
  }

  /** One search of the index for each combination of versions, of which there are few. */
  private async versionsOfClients(): Promise<readonly number[]> {
    const found: number[] = [];
    for (let after = ''; ;) {
      const [row] = await this.database.rows<{ versions: string | null }>(NEXT_OF_CLIENTS, [after]);
      if (row?.versions == null) return found;
      found.push(...versionsIn(row.versions));
      after = row.versions;
    }
  }

  /** The entries of the log were made with one key after the other: all from that of the first to that of the last. */
  private async versionsOfLog(configured: readonly number[]): Promise<readonly number[]> {
    const ends = (await this.database.rows<{ made: string }>(ENDS_OF_LOG)).map(({ made }) => versionOf(made));
    const places = ends.map((version) => configured.indexOf(version)).filter((place) => place >= 0);
    return places.length === 0 ? [] : configured.slice(Math.min(...places), Math.max(...places) + 1);
  }

  /** A key with the right version and other bytes. */
  private async foreignKeys(keys: readonly SecretKey[]): Promise<readonly Finding[]> {
    const ring = new KeyRing(keys);
    const rows = await this.database.rows<{ kid: string; sealed: string }>(SEALED_KEYS);
    const closed = rows.filter(({ kid, sealed }) => ring.canOpen(sealed) && !opens(ring, sealed, kid));
    if (closed.length === 0) return [];
    const finding = `SECRET_KEYS do not fit this database: they do not open ${closed.length} of its signing keys`;
    return [failure(finding, 'restore the keys that the registry was made with')];
  }
}

/** Versions of keys. */
export interface KeyUsage {
  /** In `SECRET_KEYS`, the newest first. */
  readonly configured: readonly number[];
  /** In `DROPPED_SECRET_KEYS`. */
  readonly dropped: readonly number[];
  /** That stored values need. */
  readonly used: ReadonlySet<number>;
}

/** What is to be said about the versions of keys. */
export const usageFindings = ({ configured, dropped, used }: KeyUsage): readonly Finding[] => {
  const [newest, ...older] = configured;
  const missing = [...used].filter((version) => !configured.includes(version) && !dropped.includes(version));
  const unused = older.filter((version) => !used.has(version));
  return [
    ...missing.map((version) =>
      failure(
        `key ${version} is missing, and stored values need it`,
        'put it back into SECRET_KEYS behind the newer ones',
      ),
    ),
    ...unused.map((version) => note(`nothing needs key ${version} any more: it may be removed from SECRET_KEYS`)),
    ...dropped
      .filter((version) => !used.has(version))
      .map((version) => note(`nothing needs key ${version} any more: it may be removed from DROPPED_SECRET_KEYS`)),
    ...(missing.length === 0
      ? [ok(`key ${newest ?? ''} makes new values, and all older ones that are needed are there`)]
      : []),
  ];
};

const versionOf = (made: string): number => Number.parseInt(made, 10);

const opens = (ring: KeyRing, sealed: string, kid: string): boolean => {
  try {
    ring.open(sealed, kid);
    return true;
  } catch {
    return false; // another key, or a changed value
  }
};
