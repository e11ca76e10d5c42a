import {
  hasNoFragment,
  hasNoUserinfo,
  hasNoWildcard,
  hasOnlyUriCharacters,
  isAbsolute,
  isEncryptedOrLoopback,
  isNotRun,
  isReachable,
  isReadable,
  isWeb,
  originOf,
} from '../../../core/metadata/redirect-uri';

/**
 * Which ports of a registered loopback redirect URI match: `any` port (RFC 8252 section 7.3), or for one that was
 * registered with a port, only that one.
 */
export type LoopbackPorts = 'any' | 'registered';

/** An http loopback URI as it is written: scheme and host, port, and the rest. In lower case, as parsers would write it. */
const LOOPBACK = /^(http:\/\/(?:127\.0\.0\.1|\[::1\]|localhost))(?::(\d+))?((?:[/?].*)?)$/s;
const PORT = /^[1-9]\d{0,4}$/;
const HIGHEST_PORT = 65_535;

/**
 * Whether a redirect URI of a request is a registered one: code unit by code unit (RFC 9700 section 2.1), except for the
 * port of an http loopback URI (RFC 8252 section 7.3).
 */
export const matchesRegistered = (asked: string, registered: string, ports: LoopbackPorts): boolean => {
  if (asked === registered) return true;
  const [one, other] = [LOOPBACK.exec(asked), LOOPBACK.exec(registered)];
  if (!one || !other || one[1] !== other[1] || one[3] !== other[3]) return false;
  const isPortFree = ports === 'any' || other[2] === undefined;
  return isPortFree && (one[2] === undefined || isPort(one[2]));
};

/** Whether a URI goes to the machine of the user by http, where the port is free. */
export const isLoopbackRedirect = (uri: string): boolean => LOOPBACK.test(uri);

const isPort = (text: string): boolean => PORT.test(text) && Number(text) <= HIGHEST_PORT;

/** What a redirect URI must be at the moment of the redirect, whatever an older row or a document holds. */
const SAFE: readonly ((uri: string) => boolean)[] = [
  hasOnlyUriCharacters,
  isAbsolute,
  isReadable,
  isNotRun,
  isReachable,
  hasNoUserinfo,
  hasNoFragment,
  hasNoWildcard,
  isEncryptedOrLoopback,
];

/** Whether a browser may be sent to a URI. */
export const isSafeRedirect = (uri: string): boolean => SAFE.every((check) => check(uri));

/** Whether a URI has the origin of this server, where a redirect would loop. */
export const isOwnOrigin = (uri: string, issuer: string): boolean => isWeb(uri) && originOf(uri) === originOf(issuer);
