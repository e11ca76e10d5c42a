import { connect } from 'node:net';
import type { Answered } from './callers';
import type { ServerProcess } from './server-process';

/** The end of what a server prints once it serves. */
export const BANNER = /Ctrl-C stops it/g;

interface Line {
  readonly pid: number;
  readonly req?: { readonly id: string };
}

/** What a server logged. */
const linesOf = (server: ServerProcess): Line[] =>
  server.stdout.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Line] : []));

/** The worker that answered each of these requests, by the log. */
export const pidsOf = async (server: ServerProcess, answers: readonly Answered[]): Promise<number[]> => {
  for (const { id } of answers) await server.hasWritten(id);
  const byId = new Map(linesOf(server).map(({ pid, req }) => [req?.id, pid]));
  return answers.map(({ id }) => Number(byId.get(id)));
};

/** Does the same several times at once. */
export const times = <Result>(count: number, work: () => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: count }, work));

/** Whether the port of a server accepts connections. */
export const isListening = (server: ServerProcess): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect(server.port, '127.0.0.1', () => {
      socket.destroy();
      done(true);
    }).on('error', () => {
      done(false);
    });
  });
