import { isLoopbackHost } from './kinds/addresses';

/** Where a server of PostgreSQL listens. A host that begins with a slash is the folder of its unix socket. */
export interface PostgresHost {
  readonly host: string;
  readonly port: number;
}

/** The parts of a connection URI (libpq, section 32.1.1.2 of PostgreSQL's manual) that need more than one host to be read. */
export interface PostgresUrl {
  /** The first is that of {@link ofFirstHost}. */
  readonly hosts: readonly [PostgresHost, ...PostgresHost[]];
  /** Whether hosts stand before the path and in the parameter `host` too. */
  readonly isNamedTwice: boolean;
  /** The name of the database with the slash before it, as it stands in the address. */
  readonly path: string;
  readonly parameters: URLSearchParams;
  /** The same address with the first host alone, without the parameters that the driver does not know. */
  readonly ofFirstHost: string;
}

const DEFAULT_HOST = 'localhost';
const DEFAULT_PORT = '5432';
/** The scheme, user and password, the hosts, the path, and the parameters. */
const PARTS = /^(postgres(?:ql)?:\/\/)((?:[^/?#]*@)?)([^/?#]*)([^?#]*)(?:\?([^#]*))?$/;
const OF_HOSTS = ['host', 'port', 'target_session_attrs'];

/** Reads an address of PostgreSQL; gives nothing if it is none. */
export const parsePostgresUrl = (url: string): PostgresUrl | undefined => {
  const [, scheme, credentials = '', named = '', path = '', query = ''] = PARTS.exec(url) ?? [];
  if (scheme === undefined) return undefined;
  const parameters = new URLSearchParams(query);
  const [first, ...more] = named === '' ? hostsOfParameters(parameters) : named.split(',').map(hostOf);
  if (!first) return undefined;
  const others = new URLSearchParams([...parameters].filter(([name]) => !OF_HOSTS.includes(name)));
  if (first.host.startsWith('/')) others.set('host', first.host);
  const place = first.host.startsWith('/') ? `localhost:${first.port}` : written(first);
  return {
    hosts: [first, ...more],
    isNamedTwice: named !== '' && parameters.has('host'),
    path,
    parameters,
    ofFirstHost: `${scheme}${credentials}${place}${path}?${others.toString()}`,
  };
};

/** {@link parsePostgresUrl} for an address that was read before. Throws an `Error` if it is none of PostgreSQL. */
export const requirePostgresUrl = (url: string): PostgresUrl => {
  const parsed = parsePostgresUrl(url);
  if (!parsed) throw new Error('this is no address of PostgreSQL');
  return parsed;
};

/** A host and its port as an address has them. */
export const written = ({ host, port }: PostgresHost): string =>
  host.startsWith('/') ? `${host}/.s.PGSQL.${port}` : `${host.includes(':') ? `[${host}]` : host}:${port}`;

/** Whether a host can be reached from this machine only. */
export const isLocal = ({ host }: PostgresHost): boolean =>
  host.startsWith('/') || isLoopbackHost(host.includes(':') ? `[${host}]` : host);

const hostOf = (text: string): PostgresHost => {
  const [, bracketed, plain = '', port = DEFAULT_PORT] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d*))?$/.exec(text) ?? [];
  return { host: decodeURIComponent(bracketed ?? plain), port: Number(port || DEFAULT_PORT) };
};

const hostsOfParameters = (parameters: URLSearchParams): PostgresHost[] => {
  const hosts = (parameters.get('host') ?? DEFAULT_HOST).split(',');
  const ports = (parameters.get('port') ?? DEFAULT_PORT).split(',');
  return hosts.map((host, index) => ({ host, port: Number((ports.length > 1 ? ports[index] : ports[0]) ?? 0) }));
};
