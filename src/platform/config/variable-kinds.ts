import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { availableParallelism } from 'node:os';
import ipaddr from 'ipaddr.js';
import type { VariableKind } from './variable';

const MOST_WORKERS = 1024;

const when = <Value>(value: Value, holds: boolean): Value | undefined => (holds ? value : undefined);

export const text = (): VariableKind<string> => ({ read: (value) => value, rule: 'a text' });

export const integer = (min: number, max: number): VariableKind<number> => ({
  read: (value) => when(Number(value), /^\d+$/.test(value) && Number(value) >= min && Number(value) <= max),
  rule: `a whole number from ${min} to ${max}`,
});

/** A number of processes, or `auto`: as many as there are cores for this process. */
export const workers = (): VariableKind<number> => ({
  read: (value) => (value === 'auto' ? availableParallelism() : integer(1, MOST_WORKERS).read(value)),
  rule: `a whole number from 1 to ${MOST_WORKERS}, or auto`,
});

export const flag = (): VariableKind<boolean> => ({
  read: (value) => when(value === 'true', value === 'true' || value === 'false'),
  rule: 'true or false',
});

export const oneOf = <const Value extends string>(values: readonly Value[]): VariableKind<Value> => ({
  read: (value) => values.find((known) => known === value),
  rule: `one of ${values.join(', ')}`,
});

export const words = (): VariableKind<string[]> => ({ read: split, rule: 'words separated by spaces' });

/** URI schemes in lower case (RFC 3986 section 3.1), or `*` for every one. */
export const schemes = (): VariableKind<string[]> => ({
  read: (value) =>
    when(
      split(value),
      split(value).every((scheme) => /^([a-z][a-z0-9+.-]*|\*)$/.test(scheme)),
    ),
  rule: 'URI schemes in lower case without a colon, separated by spaces, or *',
});

export const someOf = <const Value extends string>(values: readonly Value[]): VariableKind<Value[]> => ({
  read: (value) => {
    const known = split(value).filter((word): word is Value => values.some((one) => one === word));
    return when(known, known.length === split(value).length);
  },
  rule: `some of ${values.join(', ')}, separated by spaces`,
});

/** Grants: some of these names, and any absolute URIs (RFC 6749 section 4.5, RFC 3986 section 4.3). */
export const grantTypes = (names: readonly string[]): VariableKind<string[]> => ({
  read: (value) => {
    const grants = [...new Set(split(value))];
    return when(
      grants,
      grants.every((grant) => names.includes(grant) || isAbsoluteUri(grant)),
    );
  },
  rule: `some of ${names.join(', ')}, or absolute URIs, separated by spaces`,
});

const isAbsoluteUri = (value: string): boolean =>
  /^[a-z][a-z0-9+.-]*:[\x21\x24-\x5b\x5d-\x7e]+$/i.test(value) && URL.canParse(value);

/** An issuer identifier (RFC 8414 section 2): https, or http on a loopback host; no query, no fragment, no slash at the end. */
export const issuer = (): VariableKind<string> => ({
  read: (value) => {
    if (!URL.canParse(value) || /[?#]|\/$/.test(value)) return undefined;
    const { protocol, hostname } = new URL(value);
    return when(value, protocol === 'https:' || (protocol === 'http:' && isLoopbackHost(hostname)));
  },
  rule: 'an https address without query, fragment or slash at its end (http only for a loopback host)',
});

/** The address of an endpoint: https, or http on a loopback host; no fragment (RFC 6749 section 3.1). */
export const endpoint = (): VariableKind<string> => ({
  read: (value) => {
    if (!URL.canParse(value) || value.includes('#')) return undefined;
    const { protocol, hostname, username } = new URL(value);
    return when(
      value,
      username === '' && (protocol === 'https:' || (protocol === 'http:' && isLoopbackHost(hostname))),
    );
  },
  rule: 'an https address without fragment (http only for a loopback host)',
});

export const databaseUrl = (): VariableKind<string> => ({
  read: (value) => when(value, /^sqlite:./.test(value) || isPostgresUrl(value)),
  mistakesIn: percentMistakesIn,
  rule: 'sqlite:PATH, sqlite::memory: or postgres://user:password@host:port/name',
});

export const postgresUrls = (): VariableKind<string[]> => ({
  read: (value) => when(split(value), split(value).every(isPostgresUrl)),
  mistakesIn: (value) => split(value).flatMap(percentMistakesIn).slice(0, 1),
  rule: 'postgres://user:password@host:port/name, several separated by spaces',
});

/** Origins of web pages (RFC 6454 section 6.1), or `*`. */
export const origins = (): VariableKind<string[]> => ({
  read: (value) =>
    when(
      split(value),
      split(value).every((entry) => entry === '*' || (URL.canParse(entry) && new URL(entry).origin === entry)),
    ),
  rule: 'origins such as https://app.example without a slash at the end, separated by spaces, or *',
});

/** Addresses and networks, written as they are everywhere: `10.0.0.0/8`, `::1`. None of them is every address. */
export const networks = (): VariableKind<string[]> => ({
  read: (value) => when(split(value), split(value).every(isNetwork)),
  mistakesIn: (value) =>
    split(value)
      .filter(isEverywhere)
      .map((entry) => `must not be ${entry}, which is every address; name those that are meant`),
  rule: 'IP addresses or networks such as 10.0.0.0/8, separated by spaces',
});

/** Hosts as they stand in an address, in lower case: `idp.internal`, `[::1]:8443`. */
export const hosts = (): VariableKind<string[]> => ({
  read: (value) => {
    const entries = split(value).map((entry) => entry.toLowerCase());
    const isHost = (entry: string): boolean =>
      URL.canParse(`https://${entry}`) && new URL(`http://${entry}`).host === entry.replace(/:80$/, '');
    return when(entries, entries.every(isHost));
  },
  rule: 'host names or addresses, each with or without a port, separated by spaces',
});

/** The path of a file of certificates; given is what stands in it. */
export const certificates = (): VariableKind<string> => ({
  read: (path) => {
    try {
      const pem = readFileSync(path, 'utf8');
      return when(pem, pem.includes('-----BEGIN CERTIFICATE-----'));
    } catch {
      return undefined;
    }
  },
  rule: 'the path of a readable file with certificates in PEM',
});

/** The name of an HTTP header, in lower case as Node compares it. */
export const headerName = (): VariableKind<string> => ({
  read: (value) => when(value.toLowerCase(), /^[A-Za-z0-9-]+$/.test(value)),
  rule: 'the name of a header',
});

/** Names of HTTP headers (RFC 9110 section 5.1). */
export const headerNames = (): VariableKind<string[]> => ({
  read: (value) =>
    when(
      split(value),
      split(value).every((name) => /^[\w!#$%&'*+.^`|~-]+$/.test(name)),
    ),
  rule: 'names of headers, separated by spaces',
});

/** One versioned key of the ring: 32 random bytes under a number that never changes its meaning. */
export interface SecretKey {
  readonly version: number;
  readonly key: Buffer;
}

/** Versions of keys. */
export const keyVersions = (): VariableKind<number[]> => ({
  read: (value) =>
    when(
      split(value).map(Number),
      split(value).every((entry) => /^\d{1,9}$/.test(entry)),
    ),
  rule: 'version numbers separated by spaces',
});

/** `2:KEY 1:KEY`: the first makes new hashes and seals, all of them read old ones. */
export const secretKeys = (): VariableKind<SecretKey[]> => ({
  read: (value) => {
    const keys = split(value).map((entry) => {
      const [, version, key = ''] = /^(\d{1,9}):([A-Za-z0-9+/_-]+=*)$/.exec(entry) ?? [];
      return { version: Number(version), key: Buffer.from(key, 'base64') };
    });
    const versions = new Set(keys.map(({ version }) => version));
    return when(keys, versions.size === keys.length && keys.every(({ key }) => key.length === 32));
  },
  rule: 'VERSION:KEY pairs separated by spaces, each KEY 32 bytes in base64 (openssl rand -base64 32), each VERSION a number of its own',
});

const isPostgresUrl = (value: string): boolean =>
  looksLikePostgres(value) && URL.canParse(value) && percentMistakesIn(value).length === 0;

const looksLikePostgres = (value: string): boolean => /^postgres(ql)?:\/\//.test(value);

/** A user or a password with a bare percent sign is an address, and still none that can be read. */
const percentMistakesIn = (value: string): string[] => {
  try {
    if (looksLikePostgres(value)) decodeURIComponent(value);
    return [];
  } catch {
    return ['must have percent signs of user and password written as %25; write them so'];
  }
};

const isNetwork = (entry: string): boolean => {
  const [address = '', prefix, ...more] = entry.split('/');
  const bits = Number(prefix ?? 1);
  if (isIP(address) === 0 || more.length > 0 || !/^\d+$/.test(prefix ?? '1')) return false;
  const parsed = ipaddr.process(address);
  return bits > 0 && bits <= (parsed.kind() === 'ipv4' ? 32 : 128);
};

const isEverywhere = (entry: string): boolean => isIP(entry.split('/')[0] ?? '') > 0 && /\/0+$/.test(entry);

/** Whether a host of a URL is this machine. */
export const isLoopbackHost = (hostname: string): boolean =>
  ['localhost', '[::1]'].includes(hostname) || /^127(\.\d{1,3}){3}$/.test(hostname);

const split = (value: string): string[] => value.split(/[\s,]+/).filter(Boolean);
