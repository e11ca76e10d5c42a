import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { keepTrack } from '../../../test/support/close-leftovers';
import { OutboundHttpService } from './outbound-http.service';
import type { Network } from './permitted-addresses';

describe('a request to an address of the operator', () => {
  const exchange = { purpose: 'upstreams', method: 'POST', timeoutMs: 2000, body: Buffer.from('a=b') } as const;
  const HOSTS = ['127.0.0.1', '10.0.0.1', 'app.example'];
  let plain: Server;
  let port: number;

  beforeAll(async () => {
    plain = createServer((request, response) => {
      response.writeHead(404, { 'Content-Type': 'text/plain', 'X-Method': request.method }).end('nothing');
    });
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    ({ port } = plain.address() as AddressInfo);
  });

  afterAll(() => new Promise((resolve) => plain.close(resolve)));

  const outbound = (network: Partial<Network> = {}): OutboundHttpService => {
    const service = new OutboundHttpService({ FETCH_ALLOW_PRIVATE_HOSTS: HOSTS }, network);
    keepTrack({ close: () => service.onApplicationShutdown() });
    return service;
  };

  it('gets the response whatever it is, on a loopback host also by http', async () => {
    const answer = await outbound().exchange(`http://127.0.0.1:${port}/`, { ...exchange, permitsPlainLoopback: true });
    expect(answer).toMatchObject({ status: 404, headers: { 'x-method': 'POST', 'content-type': 'text/plain' } });
    expect(Buffer.from(answer.body).toString()).toBe('nothing');
  });

  it.each([
    ['without the permission', 'http://127.0.0.1', false],
    ['at another host', 'http://app.example', true],
    ['at a private address', 'http://10.0.0.1', true],
  ])('does not use http %s', async (_, host, permitsPlainLoopback) => {
    const sent = outbound().exchange(`${host}:${port}/`, { ...exchange, permitsPlainLoopback });
    await expect(sent).rejects.toThrow(/not https/);
  });

  it('does not use http if localhost is another machine', async () => {
    const network = { lookUp: () => Promise.resolve(['127.0.0.1', '10.0.0.1']) };
    const sent = outbound(network).exchange(`http://localhost:${port}/`, { ...exchange, permitsPlainLoopback: true });
    await expect(sent).rejects.toThrow(/10\.0\.0\.1 is no loopback address/);
  });
});
