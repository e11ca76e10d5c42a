import type { Worker } from 'node:cluster';

/** The messages by which Node's cluster passes a connection to a worker, and by which the worker acknowledges it. */
interface InternalMessage {
  readonly act?: string;
  readonly seq?: number;
  readonly ack?: number;
}

interface Connection {
  close(): void;
}

type Send = (message: InternalMessage, connection?: Connection, ...more: unknown[]) => boolean;

/**
 * Closes the connections that were passed to a worker and not acknowledged when it crashed. Node would keep them open
 * without a limit, and the client would wait for its own time-out. This reads messages that are private to Node: if
 * they change, nothing is closed, and nothing else changes. Only crashes need it; a rolling restart does not. See
 * docs/adr/0024-connections-of-a-crashed-worker.md.
 */
export const closeUnacknowledged = ({ process }: Worker, ended: Promise<unknown>): void => {
  const unacknowledged = new Map<number, Connection>();
  const send = process.send.bind(process) as Send;
  const sendAndRecord: Send = (message, connection, ...more) => {
    if (message.act === 'newconn' && message.seq !== undefined && connection)
      unacknowledged.set(message.seq, connection);
    return send(message, connection, ...more);
  };
  Object.assign(process, { send: sendAndRecord });
  process.on('internalMessage', ({ ack }: InternalMessage) => {
    if (ack !== undefined) unacknowledged.delete(ack);
  });
  void ended.then(() => {
    for (const connection of unacknowledged.values()) connection.close();
  });
};
