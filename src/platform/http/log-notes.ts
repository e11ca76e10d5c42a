import type { FastifyInstance, FastifyRequest } from 'fastify';

/** What the log line of a request says beside its address and its outcome. No member is a secret. */
export interface LogNotes {
  /** The client that the request is about, as far as it is known or claimed; never what cannot be an identifier. */
  readonly client_id?: string;
  /** Why the caller was not let in: more than the caller is told. */
  readonly reason?: string;
}

/** Callers choose identifiers and headers as long as a request. */
const MOST_CHARACTERS = 200;

/** A member of the request instead of a WeakMap: the garbage collector reads each WeakMap again and again. */
const MEMBER = 'logNotes';

type Noted = FastifyRequest & { [MEMBER]: LogNotes | undefined };

/** Prepares requests for {@link noteForLog}. */
export const takeLogNotes = (fastify: FastifyInstance): void => {
  fastify.decorateRequest(MEMBER, undefined);
};

/** Adds to the log line of a request, each text cut to 200 characters. */
export const noteForLog = (request: FastifyRequest, own: LogNotes): void => {
  const { client_id, reason } = own;
  const noted = request as Noted;
  noted[MEMBER] = {
    ...noted[MEMBER],
    ...(client_id !== undefined && { client_id: client_id.slice(0, MOST_CHARACTERS) }),
    ...(reason !== undefined && { reason: reason.slice(0, MOST_CHARACTERS) }),
  };
};

/** What was noted for the log line of a request. */
export const notedForLog = (request: FastifyRequest): LogNotes | undefined => (request as Noted)[MEMBER];
