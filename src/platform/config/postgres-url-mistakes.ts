import { parsePostgresUrl, type PostgresUrl } from './postgres-url';

/** Whether an address is that of the primary, or of a replica. */
export type Role = 'primary' | 'replica';

type Rule = (url: PostgresUrl, role: Role) => string | undefined;

/** What libpq takes as `target_session_attrs`, and this server can use. */
const SESSIONS: Readonly<Record<Role, readonly string[]>> = {
  primary: ['any', 'read-write', 'primary'],
  replica: ['any', 'read-only', 'standby'],
};
const SSL_MODES = ['disable', 'require', 'verify-ca', 'verify-full'];
const SSL_FILES = ['sslrootcert', 'sslcert', 'sslkey'];
const CHANNEL_BINDINGS = ['disable', 'prefer', 'require'];
const TAKEN = [
  ...['host', 'port', 'target_session_attrs', 'options', 'application_name'],
  ...['sslmode', ...SSL_FILES, 'channel_binding'],
];
const INSTEAD: Readonly<Record<string, string>> = {
  ssl: 'write sslmode=verify-full',
  connect_timeout: 'set DATABASE_TIMEOUT',
  user: 'write it before the host',
  password: 'write it before the host',
  dbname: 'write it behind the host',
};
const MODE_INSTEAD: Readonly<Record<string, string>> = {
  prefer: 'which would fall back to clear text; write sslmode=require, or sslmode=verify-full',
  allow: 'which would prefer clear text; write sslmode=require, or sslmode=verify-full',
  'no-verify': 'which libpq does not know; write sslmode=require',
};

const RULES: readonly Rule[] = [
  ({ hosts }) =>
    hosts.some(({ host, port }) => host === '' || !(port > 0 && port < 65_536))
      ? 'must have a name and a port for each host; write host1:5432,host2:5432'
      : undefined,
  ({ isNamedTwice }) => (isNamedTwice ? 'must name its hosts once; remove the parameter host' : undefined),
  ({ parameters }) => {
    const unknown = [...parameters.keys()].find((name) => !TAKEN.includes(name));
    return unknown && `must not have the parameter ${unknown}, which is not taken; ${INSTEAD[unknown] ?? 'remove it'}`;
  },
  ({ parameters }, role) => {
    const wanted = parameters.get('target_session_attrs') ?? 'any';
    return SESSIONS[role].includes(wanted)
      ? undefined
      : `must have target_session_attrs ${SESSIONS[role].join(', ')}, or none; write ${SESSIONS[role][1] ?? ''}`;
  },
  ({ hosts, parameters }, role) =>
    role === 'primary' && hosts.length > 1 && (parameters.get('target_session_attrs') ?? 'any') === 'any'
      ? 'must have target_session_attrs=read-write with several hosts, as not all of them take writes; add it'
      : undefined,
  ({ parameters }) => {
    const mode = parameters.get('sslmode');
    return mode === null || SSL_MODES.includes(mode)
      ? undefined
      : `must not have sslmode=${mode}, ${MODE_INSTEAD[mode] ?? `which is unknown; write one of ${SSL_MODES.join(', ')}`}`;
  },
  ({ hosts, parameters }) =>
    hosts.some(({ host }) => host.startsWith('/')) && (parameters.get('sslmode') ?? 'disable') !== 'disable'
      ? 'must not have sslmode with a unix socket, which is not encrypted; remove it'
      : undefined,
  ({ parameters }) => {
    const file = SSL_FILES.find((name) => parameters.has(name));
    return file !== undefined && (parameters.get('sslmode') ?? 'disable') === 'disable'
      ? `must have sslmode with ${file}; add sslmode=verify-full`
      : undefined;
  },
  ({ parameters }) =>
    parameters.get('sslmode') === 'verify-ca' && (parameters.get('sslrootcert') ?? 'system') === 'system'
      ? 'must name the certificate authority in sslrootcert with sslmode=verify-ca; add it, or write sslmode=verify-full'
      : undefined,
  ({ parameters }) =>
    parameters.get('sslrootcert') === 'system' && parameters.get('sslmode') !== 'verify-full'
      ? 'must have sslmode=verify-full with sslrootcert=system; write it'
      : undefined,
  ({ parameters }) =>
    parameters.has('sslcert') === parameters.has('sslkey')
      ? undefined
      : 'must have sslcert and sslkey together; add the other one',
  ({ parameters }) =>
    CHANNEL_BINDINGS.includes(parameters.get('channel_binding') ?? 'disable')
      ? undefined
      : `must have channel_binding ${CHANNEL_BINDINGS.join(', ')}, or none; write channel_binding=require`,
  ({ parameters }) =>
    parameters.get('channel_binding') === 'require' && (parameters.get('sslmode') ?? 'disable') === 'disable'
      ? 'must have sslmode with channel_binding=require; add sslmode=verify-full'
      : undefined,
];

/** The mistakes in an address of PostgreSQL, each as the rest of a sentence with a remedy; empty if it is none at all. */
export const postgresUrlMistakes = (text: string, role: Role): readonly string[] => {
  if (!isDecodable(text)) return ['must have percent signs of user and password written as %25; write them so'];
  if (/[/?#].*@/.test(beforeParameters(text)))
    return ['must have / ? # and @ of user and password written as %2F %3F %23 and %40; write them so'];
  const url = parsePostgresUrl(text);
  if (!url) return [];
  return RULES.flatMap((rule) => rule(url, role) ?? []).slice(0, 1);
};

/** What stands between the scheme and the parameters, in which an @ is of no password. */
const beforeParameters = (text: string): string => text.replace(/^\w+:\/\//, '').replace(/\?[a-z_]+=.*$/, '');

const isDecodable = (text: string): boolean => {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
};
