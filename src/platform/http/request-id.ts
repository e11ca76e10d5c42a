import type { IncomingMessage } from 'node:http';
import { randomUUID } from 'node:crypto';

const HARMLESS = /^[A-Za-z0-9._-]{1,64}$/;

/** The caller's `X-Request-Id` if it is harmless in a log line, otherwise a new one. */
export const requestIdOf = ({ headers }: Pick<IncomingMessage, 'headers'>): string => {
  const given = headers['x-request-id'];
  return typeof given === 'string' && HARMLESS.test(given) ? given : randomUUID();
};
