import { Server } from 'node:net';

/**
 * Accepts no more connections and waits until those there are have ended, so long at most. None is cut: each ends with
 * its next answer (connection-close.plugin.ts). Closing those that are silent, as `http.Server` does, would hit requests that
 * are on their way.
 */
export const stopAccepting = (server: Server, timeoutSeconds: number): Promise<void> =>
  new Promise((done) => {
    const timeIsUp = setTimeout(done, timeoutSeconds * 1000);
    Server.prototype.close.call(server, () => {
      clearTimeout(timeIsUp);
      done();
    });
  });
