import type { Socket } from 'node:net';
import { CountByNetwork } from '../count-by-network';
import { httpPlugin, type Variables } from '../http-plugin';
import { RefusalLog } from '../refusal-log';

type Limits = Variables<'MAX_CONNECTIONS' | 'MAX_CONNECTIONS_PER_NETWORK' | 'TRUST_PROXY'>;

/**
 * Limits the connections of this process, in all and of one network. It closes further ones before it reads from them,
 * because each open connection may hold a head and a body. The connections of a proxy of `TRUST_PROXY` belong to many
 * callers, so they count only towards the limit of all.
 */
export const connectionLimit = httpPlugin<Limits>({ name: 'connection-limit' }, (fastify, { environment }) => {
  const { MAX_CONNECTIONS, MAX_CONNECTIONS_PER_NETWORK, TRUST_PROXY } = environment;
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
  fastify.addHook('onClose', (_instance, closed) => {
    log.stop();
    closed();
  });
});
