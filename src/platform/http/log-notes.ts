import type { FastifyRequest } from 'fastify';

/** The properties of the log line of a request besides its address and its outcome. No member is a secret. */
export interface LogNotes {
  /** The client that the request is about, known or claimed. Never a text that cannot be an identifier. */
  readonly client_id?: string;
  /** Why the caller was refused, in more detail than the response. */
  readonly reason?: string;
}

/** Callers choose identifiers and headers as long as a request. */
const MOST_CHARACTERS = 200;

/** Adds to the log line of a request. It cuts each text to 200 characters. */
export const noteForLog = (request: FastifyRequest, { client_id, reason }: LogNotes): void => {
  // A member of the request instead of a WeakMap, because the garbage collector reads every WeakMap repeatedly.
  request.logNotes = {
    ...request.logNotes,
    ...(client_id !== undefined && { client_id: client_id.slice(0, MOST_CHARACTERS) }),
    ...(reason !== undefined && { reason: reason.slice(0, MOST_CHARACTERS) }),
  };
};
