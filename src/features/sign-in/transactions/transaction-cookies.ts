import type { FastifyReply, FastifyRequest } from 'fastify';
import { cookieName, cookiesOf, expireCookie, setCookie } from '../sessions/cookies';
import type { BegunTransaction, TransactionCookies } from './sign-in-transactions.service';

const PREFIX = 'si-';
/** A browser has at most this many open transactions; the oldest ones go. */
const MOST_COOKIES = 8;

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

/** Takes the cookie of a transaction away, once it has ended. */
export const forgetTransaction = (request: FastifyRequest, reply: FastifyReply, id: string): void => {
  expireCookie(reply, request.context.issuer, PREFIX + id);
};
