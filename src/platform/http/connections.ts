import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Environment } from '../config/environment';
import { CountByNetwork } from './count-by-network';
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
  const byNetwork = new CountByNetwork(MAX_CONNECTIONS_PER_NETWORK, TRUST_PROXY);
  if (MAX_CONNECTIONS > 0) server.maxConnections = MAX_CONNECTIONS;
  server.on('drop', () => {
    log.refused(`${MAX_CONNECTIONS} are open`);
  });
  server.on('connection', (socket: Socket) => {
    const { remoteAddress = '' } = socket;
    if (remoteAddress === '') return;
    if (byNetwork.isFull(remoteAddress)) {
      log.refused(`${MAX_CONNECTIONS_PER_NETWORK} are of one network`);
      return void socket.destroy();
    }
    socket.once('close', byNetwork.add(remoteAddress));
  });
  fastify.addHook('onClose', (_instance, done) => {
    log.stop();
    done();
  });
};
