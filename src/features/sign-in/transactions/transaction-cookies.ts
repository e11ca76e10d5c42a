import type { FastifyReply, FastifyRequest } from 'fastify';
import { cookieName, cookiesOf, expireCookie, setCookie } from '../sessions/cookies';
import type { Exchange } from './exchange';
import type { BegunTransaction, TransactionCookies } from './open-transaction';

const PREFIX = 'si-';
/** A browser has at most this many open transactions; the oldest ones go. */
const MOST_COOKIES = 8;

/** How long the answer to a form is sent again if the browser sends the form again, in seconds. */
export const REPEATED_FOR_SECONDS = 60;

/** The transactions of a browser: those of which it sent the cookie. */
export const transactionCookies = (request: FastifyRequest): TransactionCookies =>
  new Map(cookiesOf(request, cookieName(request.context.issuer, PREFIX)));

/** Gives a browser the cookie of a transaction that it began. Identifiers grow with the time, so the smallest is the oldest. */
export const keepTransaction = (
  request: FastifyRequest,
  reply: FastifyReply,
  { row, cookie }: Pick<BegunTransaction, 'row' | 'cookie'>,
): void => {
  const { issuer } = request.context;
  const known = [...transactionCookies(request).keys()].sort();
  for (const id of known.slice(0, Math.max(0, known.length + 1 - MOST_COOKIES))) forgetTransaction(request, reply, id);
  setCookie(reply, issuer, PREFIX + row.id, cookie);
};

/**
 * Has the browser forget the cookie of a transaction that ended: at once, or if a form ended it, as soon as that form is not
 * answered again. Until then it counts among the transactions of the browser.
 */
export const endTransaction = ({ request, reply, form }: Exchange, id: string): void => {
  const cookie = transactionCookies(request).get(id);
  if (form === undefined || cookie === undefined) forgetTransaction(request, reply, id);
  else setCookie(reply, request.context.issuer, PREFIX + id, cookie, REPEATED_FOR_SECONDS);
};

/** Takes the cookie of a transaction away. */
const forgetTransaction = (request: FastifyRequest, reply: FastifyReply, id: string): void => {
  expireCookie(reply, request.context.issuer, PREFIX + id);
};
