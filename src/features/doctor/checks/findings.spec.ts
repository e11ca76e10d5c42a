import { readEnvironment } from '../../../platform/config/read-environment';
import { expiryFinding } from '../certificate-expiry';
import { worstOf } from '../finding';
import { clockFinding } from './clock.check';
import { latencyFinding } from './database.check';
import { spaceFinding } from './disk.check';
import { backlogFinding } from './event-log.check';
import { permissionFinding } from './files.check';
import { arrivalFindings } from './proxy.check';
import { lagFinding } from './replicas.check';
import { quotaFindings } from './quotas.check';
import { countFinding } from './rate-limits.check';
import { schemaFinding } from './schema.check';
import { usageFindings } from './secret-keys.check';
import { settingsFindings } from './settings.check';
import { ageFinding } from './signing-keys.check';
import { logFinding, soundnessFinding } from './sqlite.check';
import { metadataFinding } from './upstreams.check';
import { webhookFindings } from './webhooks.check';

const NOW = Date.UTC(2026, 10, 26);
const DAY_MS = 86_400_000;
const MIB = 1024 * 1024;

const schema = { missing: [], newer: [], unknown: [] };
const certificate = (from: number, to: number) => ({
  subject: 'CN=a\nO=b',
  validFrom: new Date(NOW + from * DAY_MS).toUTCString(),
  validTo: new Date(NOW + to * DAY_MS).toUTCString(),
});
const keySince = (days: number) => {
  const at = new Date(NOW - days * DAY_MS);
  return [{ created_at: at, signs_from: at }];
};
const webhook = { id: 'w', status: 'active', status_reason: null, dead: 0 };

const CORP = { issuer: 'https://login.corp.example' };

describe('a finding', () => {
  it.each([
    ['a provider', metadataFinding('corp', CORP, CORP), 'ok', /publishes/],
    [
      'another provider',
      metadataFinding('corp', CORP, { issuer: 'https://x.example' }),
      'error',
      /https:\/\/x\.example/,
    ],
    ['metadata that are none', metadataFinding('corp', CORP, []), 'error', /undefined/],
    ['a fast database', latencyFinding([1, 90, 2, 3, 1]), 'ok', /^it answers in 2\.0 ms$/],
    ['a slow database', latencyFinding([60, 70, 80]), 'warning', /70\.0 ms/],
    ['a clock that agrees', clockFinding(NOW, NOW - 500, NOW + 500), 'ok', /agrees/],
    ['a clock that is behind', clockFinding(NOW + 5000, NOW, NOW + 10), 'warning', /5\.0 s behind/],
    ['a clock that is ahead', clockFinding(NOW - 60_000, NOW, NOW), 'error', /60\.0 s ahead of/],
    ['a disk with space', spaceFinding('/d', 9000 * MIB, 10), 'ok', /\/d has 9000 MiB free/],
    ['a disk with little space', spaceFinding('/d', 900 * MIB, 10), 'warning', /900 MiB/],
    ['a disk with less than the database', spaceFinding('/d', 9000 * MIB, 9001 * MIB), 'warning', /has 9001 MiB$/],
    ['a full disk', spaceFinding('/d', 90 * MIB, 10), 'error', /90 MiB/],
    ['a log that is sealed', backlogFinding(0, undefined, NOW), 'ok', /all events/],
    ['a log with a new event', backlogFinding(1, idAt(NOW - 2000), NOW), 'note', /^1 event not sealed.* 2 s$/],
    ['a log that nobody seals', backlogFinding(3, idAt(NOW - 90_000), NOW), 'warning', /^3 events not sealed.* 90 s$/],
    ['a private file', permissionFinding('f', 0o100600), 'ok', /only the owner/],
    ['a file of a group', permissionFinding('f', 0o100640), 'warning', /group/],
    ['a public file', permissionFinding('f', 0o100644), 'error', /every user/],
    ['a replica without lag', lagFinding('r', { follows: true, bytes: '0', seconds: '99' }), 'ok', /all that/],
    ['a replica a little behind', lagFinding('r', { follows: true, bytes: 2048, seconds: 1 }), 'ok', /2 KiB behind/],
    ['a replica far behind', lagFinding('r', { follows: true, bytes: 2048, seconds: 40 }), 'warning', /40 s old/],
    ['another database', lagFinding('r', { follows: false, bytes: null, seconds: null }), 'note', /no standby/],
    ['a store that counts', countFinding('S', [1, 2]), 'ok', /^S counts$/],
    ['a store that forgets', countFinding('S', [1, 1]), 'error', /two additions gave 1 and 1/],
    ['a current schema', schemaFinding(schema, true), 'ok', /up to date/],
    ['a pending migration', schemaFinding({ ...schema, missing: ['M1'] }, true), 'warning', /pending: M1/],
    ['one that no server runs', schemaFinding({ ...schema, missing: ['M1'] }, false), 'error', /pending: M1/],
    ['a newer schema', schemaFinding({ ...schema, newer: ['M9'] }, true), 'warning', /newer.*: M9/],
    ['the schema of another program', schemaFinding({ ...schema, unknown: ['X'] }, true), 'error', /not know: X/],
    ['a new key', ageFinding('ES256', keySince(1), 90, NOW), 'ok', /for 1 day; the next one follows in 89 days/],
    ['a key whose rotation is late', ageFinding('ES256', keySince(93), 90, NOW), 'warning', /93 days, longer than/],
    ['an old key without rotation', ageFinding('ES256', keySince(400), 0, NOW), 'warning', /disables/],
    ['a key without rotation', ageFinding('ES256', keySince(300), 0, NOW), 'ok', /300 days$/],
    ['a sound file', soundnessFinding([]), 'ok', /sound/],
    ['a damaged file', soundnessFinding(['row 1 missing']), 'error', /damaged: row 1 missing/],
    ['a file that is too large to check', soundnessFinding(undefined), 'note', /doctor --full/],
    ['a short write-ahead log', logFinding(5 * MIB), 'ok', /5 MiB/],
    ['a long write-ahead log', logFinding(65 * MIB), 'warning', /65 MiB/],
    ['a certificate', expiryFinding('F', certificate(-1, 90), NOW), 'ok', /^F: .* CN=a, O=b is valid for 90 days$/],
    ['one that expires soon', expiryFinding('F', certificate(-1, 20), NOW), 'warning', /20 days/],
    ['one that has expired', expiryFinding('F', certificate(-9, -1), NOW), 'error', /expired at 2026-11-25/],
    ['one that is not valid yet', expiryFinding('F', certificate(1, 9), NOW), 'error', /not valid before/],
  ] as const)('about %s has its severity', (_what, { severity, finding, remedy }, expected, sentence) => {
    expect([severity, finding]).toEqual([expected, expect.stringMatching(sentence)]);
    expect(remedy !== undefined).toBe(severity === 'warning' || severity === 'error');
  });

  it('names keys that are missing, and those that nothing needs', () => {
    const used = new Set([3, 2, 7]);
    expect(usageFindings({ configured: [4, 3, 2, 1], dropped: [7, 6], used }).map(textOf)).toEqual([
      'note nothing needs key 1 any more: it may be removed from SECRET_KEYS',
      'note nothing needs key 6 any more: it may be removed from DROPPED_SECRET_KEYS',
      'ok key 4 makes new values, and all older ones that are needed are there',
    ]);
    expect(usageFindings({ configured: [4], dropped: [], used: new Set([3]) }).map(textOf)).toEqual([
      'error key 3 is missing, and stored values need it',
    ]);
  });

  it('names a quota that is used up or nearly so, and a wrong count', () => {
    const registrar = { column: 'registrar', id: 'r', living: 89, clients: 89 } as const;
    expect(quotaFindings(registrar)).toEqual([]);
    expect(quotaFindings({ ...registrar, most: 100 })).toEqual([]);
    expect(quotaFindings({ ...registrar, most: 98 }).map(textOf)).toEqual([
      'warning the registrar r has 89 of its 98 clients',
    ]);
    expect(quotaFindings({ ...registrar, most: 89 }).map(textOf)).toEqual([
      'warning the registrar r has all of its 89 clients',
    ]);
    expect(quotaFindings({ ...registrar, clients: 90 }).map(textOf)).toEqual([
      'error the registrar r is counted with 89 clients and has 90',
    ]);
  });

  it('names a proxy that is not trusted', () => {
    const arrival = { scheme: 'https', peer: '10.0.0.1', has_certificate_header: false };
    const forwarded = ['x-forwarded-for', 'x-forwarded-host'];
    expect(arrivalFindings({ ...arrival, address: '10.0.0.1', forwarded }).map(textOf)).toEqual([
      'warning all callers have the address of the proxy, 10.0.0.1',
    ]);
    expect(arrivalFindings({ ...arrival, address: '10.0.0.1', forwarded: ['x-forwarded-for'] }).map(textOf)).toEqual([
      'ok a request of this machine arrives as https from 10.0.0.1',
    ]);
  });

  it('names webhooks that fail, and messages that were given up', () => {
    expect(webhookFindings(webhook).map(textOf)).toEqual(['ok w is active']);
    expect(webhookFindings({ ...webhook, dead: 2 }).map(textOf)).toEqual([
      'warning w: 2 of its messages were given up',
    ]);
    expect(webhookFindings({ ...webhook, status: 'paused' }).map(textOf)).toEqual(['note w is paused']);
    const failing = { ...webhook, status: 'failing', status_reason: 'status 500', dead: 10_000 };
    expect(webhookFindings(failing).map(textOf)).toEqual([
      'warning w is failing: status 500',
      'warning w: 10000 or more of its messages were given up',
    ]);
  });

  it.each([
    [{ NODE_ENV: 'test' }, 'note NODE_ENV=test permits'],
    [{ NODE_ENV: 'production' }, 'warning ISSUER is http://localhost:3000'],
    [{ REGISTRATION_MODE: 'open', RATE_LIMIT_REGISTER_TOTAL: '0' }, 'warning anybody may register'],
    [{ RATE_LIMIT_FAILED_AUTH: '0', RATE_LIMIT_FAILED_AUTH_NETWORK: '0' }, 'warning failed client authentications'],
    [
      { DATABASE_URL: 'postgres://u:p@db.example/c' },
      'warning the connection of DATABASE_URL to PostgreSQL is not encrypted',
    ],
    [
      { DATABASE_URL: 'postgres://u:p@db.example/c?sslmode=disable' },
      'warning the connection of DATABASE_URL to PostgreSQL',
    ],
    [{ RATE_LIMIT_STORE: 'redis', REDIS_URL: 'redis://cache.example' }, 'warning the connection to Redis'],
    [{ FETCH_ALLOW_PRIVATE_HOSTS: 'idp.internal' }, 'note clients can have documents fetched from idp.internal'],
    [{ CLIENT_ADDRESSES: 'plain' }, 'note the addresses of callers'],
    [{ LOG_LEVEL: 'silent' }, 'note LOG_LEVEL=silent'],
  ])('about the settings %j is %j', (variables: Record<string, string>, start) => {
    const secrets = { REGISTRAR_CLIENT_SECRET: 'k3sd8f7g6h5j4k3l2m1n0b9v8c7x6z5q' };
    const texts = settingsFindings(readEnvironment({ ...secrets, ...variables })).map(textOf);
    expect(texts).toContainEqual(expect.stringMatching(`^${start}`));
  });

  it('is as serious as the worst of several', () => {
    expect(worstOf([])).toBe('ok');
    expect(worstOf(['note', 'warning', 'ok'])).toBe('warning');
    expect(worstOf(['error', 'warning'])).toBe('error');
  });
});

const textOf = ({ severity, finding }: { readonly severity: string; readonly finding: string }): string =>
  `${severity} ${finding}`;

/** A UUID version 7 of a moment. */
function idAt(ms: number): string {
  const hex = ms.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}
