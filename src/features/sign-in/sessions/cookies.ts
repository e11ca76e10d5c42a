import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Issuer } from '../../../core/issuer';

/** The longest value that is read: those that are set have 43 characters. */
const LONGEST_VALUE = 100;

/**
 * The full name of a cookie, or the beginning of several. Under https it is bound to this host (`__Host-`, RFC 6265bis section
 * 4.1.3); browsers refuse that on http, which only a loopback issuer has.
 */
export const cookieName = (issuer: Issuer, name: string): string => (isSecure(issuer) ? `__Host-${name}` : name);

/** The cookies whose full names begin with a text: the rest of the name, and the value. */
export const cookiesOf = ({ headers }: FastifyRequest, prefix: string): readonly (readonly [string, string])[] =>
  (headers.cookie ?? '')
    .split(';')
    .map((pair) => /^\s*([^=\s]+)=([\w-]*)\s*$/.exec(pair))
    .filter((match) => match !== null)
    .map(([, name = '', value = '']) => [name, value] as const)
    .filter(([name, value]) => name.startsWith(prefix) && value !== '' && value.length <= LONGEST_VALUE)
    .map(([name, value]) => [name.slice(prefix.length), value]);

/** The value of one cookie by its short name; of several with one name, the first. */
export const cookieOf = (request: FastifyRequest, issuer: Issuer, name: string): string | undefined =>
  cookiesOf(request, cookieName(issuer, name)).find(([rest]) => rest === '')?.[1];

/**
 * Sets a cookie for this number of seconds, or until the browser ends: pages of other sites do not send it with their forms,
 * and no script reads it.
 */
export const setCookie = (reply: FastifyReply, issuer: Issuer, name: string, value: string, seconds?: number): void => {
  const lifetime = seconds === undefined ? '' : `; Max-Age=${seconds}`;
  void reply.header('set-cookie', `${cookieName(issuer, name)}=${value}; ${attributesOf(issuer)}${lifetime}`);
};

/** Removes a cookie from the browser. */
export const expireCookie = (reply: FastifyReply, issuer: Issuer, name: string): void => {
  setCookie(reply, issuer, name, '', 0);
};

const attributesOf = (issuer: Issuer): string => `Path=/; HttpOnly; SameSite=Lax${isSecure(issuer) ? '; Secure' : ''}`;

const isSecure = ({ identifier }: Issuer): boolean => identifier.startsWith('https:');
