import type { FastifyReply } from 'fastify';
import type { PageAnswer } from './page-answer';

/** Sends a page with the headers of all pages. */
export const sendPage = (reply: FastifyReply, { status, html, headers }: PageAnswer): FastifyReply =>
  reply
    .status(status)
    .headers({ ...headers, 'X-Request-Id': reply.request.id })
    .send(html);
