import type { Worker } from 'node:cluster';

/** What Node's cluster sends a worker with a connection, and what the worker says to it. */
interface Handover {
  readonly act?: string;
  readonly seq?: number;
  readonly ack?: number;
}

interface Connection {
  close(): void;
}

type Send = (message: Handover, connection?: Connection, ...more: unknown[]) => boolean;

/**
 * Closes the connections that were on their way to a worker when it crashed. Node's primary keeps its copy of a
 * connection until the worker has confirmed it, for ever if need be: the client would wait as long. This looks at
 * messages that are Node's own; should they change, nothing is closed, and test/platform/workers/workers.database.e2e-spec.ts tells.
 */
export const closeUnacknowledged = ({ process }: Worker, ended: Promise<unknown>): void => {
  const unconfirmed = new Map<number, Connection>();
  const send = process.send.bind(process) as Send;
  const sendAndNote: Send = (message, connection, ...more) => {
    if (message.act === 'newconn' && message.seq !== undefined && connection) unconfirmed.set(message.seq, connection);
    return send(message, connection, ...more);
  };
  Object.assign(process, { send: sendAndNote });
  process.on('internalMessage', ({ ack }: Handover) => {
    if (ack !== undefined) unconfirmed.delete(ack);
  });
  void ended.then(() => {
    for (const connection of unconfirmed.values()) connection.close();
  });
};
