import { Server } from 'node:net';

/**
 * Accepts no more connections, and waits until the open ones have ended, at most `timeoutSeconds`. It closes none: each
 * ends with its next response (connection-close.plugin.ts). `http.Server` would close idle ones, and so lose requests
 * that are on their way.
 */
export const stopAccepting = (server: Server, timeoutSeconds: number): Promise<void> =>
  new Promise((done) => {
    const timeIsUp = setTimeout(done, timeoutSeconds * 1000);
    Server.prototype.close.call(server, () => {
      clearTimeout(timeIsUp);
      done();
    });
  });
