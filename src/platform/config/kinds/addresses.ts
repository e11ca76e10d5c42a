import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { VariableKind } from '../variable';
import { split, when } from './read-text';

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

/** The identifier of an issuer elsewhere, which may end with a slash, or an address of it: https; no query, no fragment. */
export const foreignIssuer = (): VariableKind<string> => ({
  read: (value) => {
    if (!URL.canParse(value) || /[?#]/.test(value)) return undefined;
    const { protocol, username, password } = new URL(value);
    return when(value, protocol === 'https:' && username === '' && password === '');
  },
  rule: 'an https address without query and fragment',
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

/** Addresses and networks, such as `10.0.0.0/8` and `::1`. A network of all addresses is refused. */
export const networks = (): VariableKind<string[]> => ({
  read: (value) => when(split(value), split(value).every(isNetwork)),
  mistakesIn: (value) =>
    split(value)
      .filter(isEverywhere)
      .map((entry) => `must not be ${entry}, which is every address; name those that are meant`),
  rule: 'IP addresses or networks such as 10.0.0.0/8, separated by spaces',
});

/** Hosts as in a URL, in lower case: `idp.internal`, `[::1]:8443`. */
export const hosts = (): VariableKind<string[]> => ({
  read: (value) => {
    const entries = split(value).map((entry) => entry.toLowerCase());
    const isHost = (entry: string): boolean =>
      URL.canParse(`https://${entry}`) && new URL(`http://${entry}`).host === entry.replace(/:80$/, '');
    return when(entries, entries.every(isHost));
  },
  rule: 'host names or addresses, each with or without a port, separated by spaces',
});

/** Whether a host of a URL is this machine. */
export const isLoopbackHost = (hostname: string): boolean =>
  ['localhost', '[::1]'].includes(hostname) || /^127(\.\d{1,3}){3}$/.test(hostname);

const isNetwork = (entry: string): boolean => {
  const [address = '', prefix, ...more] = entry.split('/');
  const bits = Number(prefix ?? 1);
  if (isIP(address) === 0 || more.length > 0 || !/^\d+$/.test(prefix ?? '1')) return false;
  const parsed = ipaddr.process(address);
  return bits > 0 && bits <= (parsed.kind() === 'ipv4' ? 32 : 128);
};

const isEverywhere = (entry: string): boolean => isIP(entry.split('/')[0] ?? '') > 0 && /\/0+$/.test(entry);
