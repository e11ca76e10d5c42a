import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Environment } from '../config/environment';
import { isWithin, networkOf } from './network-of';
import { RefusalLog } from './refusal-log';

type Limits = Pick<Environment, 'MAX_CONNECTIONS' | 'MAX_CONNECTIONS_PER_NETWORK' | 'TRUST_PROXY'>;

/**
 * Bounds the connections of this process, in all and of one network. What comes beyond is closed before it is read, for
 * each connection that stays may hold a head and a body. Connections of a proxy of `TRUST_PROXY` are those of many
 * callers, and count in all only.
 */
export const boundConnections = (fastify: FastifyInstance, limits: Limits): void => {
  const { MAX_CONNECTIONS, MAX_CONNECTIONS_PER_NETWORK, TRUST_PROXY } = limits;
  const { server } = fastify;
  const log = new RefusalLog('overload', 'connections are closed: there are too many');
  const byNetwork = new Map<string, number>();
  if (MAX_CONNECTIONS > 0) server.maxConnections = MAX_CONNECTIONS;
  server.on('drop', () => {
    log.refused(`${MAX_CONNECTIONS} are open`);
  });
  server.on('connection', (socket: Socket) => {
    const { remoteAddress = '' } = socket;
    if (MAX_CONNECTIONS_PER_NETWORK === 0 || remoteAddress === '' || isWithin(remoteAddress, TRUST_PROXY)) return;
    const network = networkOf(remoteAddress);
    const open = byNetwork.get(network) ?? 0;
    if (open >= MAX_CONNECTIONS_PER_NETWORK) {
      log.refused(`${open} are of one network`);
      return void socket.destroy();
    }
    byNetwork.set(network, open + 1);
    socket.once('close', () => {
      const left = (byNetwork.get(network) ?? 1) - 1;
      if (left > 0) byNetwork.set(network, left);
      else byNetwork.delete(network);
    });
  });
  fastify.addHook('onClose', (_instance, done) => {
    log.stop();
    done();
  });
};
