import type { Resource, Resources } from '../platform/config/resources';

const PARTS = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)([^?]*)(\?.*)?$/is;
const DEFAULT_PORTS: Readonly<Record<string, RegExp>> = { https: /:443$/, http: /:80$/ };

/** A resource identifier in parts: scheme and host as they are compared, path and query as they are written. */
interface Spelling {
  readonly origin: string;
  readonly path: string;
  readonly query: string;
}

const spellingOf = (identifier: string): Spelling => {
  const [, scheme, authority, path = '', query = ''] = PARTS.exec(identifier) ?? [];
  if (scheme === undefined || authority === undefined) return { origin: identifier, path: '', query: '' };
  const lower = scheme.toLowerCase();
  const host = authority.toLowerCase().replace(DEFAULT_PORTS[lower] ?? /$^/, '');
  return { origin: `${lower}://${host}`, path: path === '/' ? '' : path, query };
};

/** Whether an identifier of a request is one of the operator in another spelling, or is below it. */
const names = (asked: Spelling, identifier: string, { includes_paths, includes_queries }: Resource): boolean => {
  const own = spellingOf(identifier);
  if (asked.origin !== own.origin) return false;
  if (asked.query !== own.query && !(includes_queries === true && own.query === '')) return false;
  return asked.path === own.path || (includes_paths === true && isBelow(asked.path, own.path));
};

const isBelow = (path: string, parent: string): boolean =>
  path.startsWith(parent.endsWith('/') ? parent : `${parent}/`) && !/(^|\/)(\.|%2e){1,2}(\/|$)|%2f|%5c|\\/i.test(path);

/**
 * The identifier of the operator that a `resource` names (RFC 8707 section 2). Scheme and host are compared in lower case
 * and without a default port, and an origin with a slash is the origin: libraries write the same resource in each of these
 * ways. Path and query are compared as they are written. Returns `undefined` for one that is not known.
 */
export const resourceNamed = (asked: string, resources: Resources): string | undefined => {
  if (resources.has(asked)) return asked;
  if (asked.includes('#')) return undefined;
  const spelling = spellingOf(asked);
  const found = [...resources].filter(([identifier, resource]) => names(spelling, identifier, resource));
  return found.map(([identifier]) => identifier).sort((one, other) => other.length - one.length)[0];
};
