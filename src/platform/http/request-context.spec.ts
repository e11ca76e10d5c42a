import fastify, { type FastifyInstance } from 'fastify';
import { Issuer } from '../../core/issuer';
import type { Actor, RequestContext } from '../../core/request-context';
import { requestContext } from './plugins/request-context.plugin';
import { actAs } from './request-context';
import { requestIdOf } from './request-id';

describe('the context of a request', () => {
  const issuer = new Issuer('https://as.example');
  const MANAGER: Actor = { type: 'registration_access_token', client_id: 'abc' };
  let server: FastifyInstance;
  let seen: RequestContext[];

  beforeEach(async () => {
    seen = [];
    server = fastify({ genReqId: requestIdOf });
    await server.register(requestContext, { issuers: { resolve: () => issuer } });
    server.get('/', (request, reply) => {
      const before = request.context;
      seen.push(before, request.context);
      actAs(request, MANAGER);
      seen.push(request.context);
      return reply.send({ createdBefore: before === seen[1] });
    });
  });

  afterEach(() => server.close());

  it('has the id, the issuer and the address of the request, and is created once', async () => {
    const begun = Date.now();
    const answer = await server.inject({ url: '/', remoteAddress: '192.0.2.1', headers: { 'x-request-id': 'one' } });
    expect(answer.json()).toEqual({ createdBefore: true });
    expect(seen[0]).toEqual({
      requestId: 'one',
      issuer,
      actor: { type: 'anonymous' },
      address: '192.0.2.1',
      userAgent: expect.any(String),
      at: expect.any(Date),
    });
    expect(seen[0]?.issuer).toBe(issuer);
    expect(seen[0]?.at.getTime()).toBeGreaterThanOrEqual(begun);
  });

  it('has the actor that a guard found from then on, and is the same otherwise', async () => {
    await server.inject('/');
    const [before, , after] = seen;
    expect(after).toEqual({ ...before, actor: MANAGER });
    expect(before?.actor).toEqual({ type: 'anonymous' });
  });

  it('is not shared between requests', async () => {
    await server.inject('/');
    await server.inject('/');
    const [first, , , second] = seen;
    expect(second?.requestId).not.toBe(first?.requestId);
    expect(second?.actor).toEqual({ type: 'anonymous' });
  });
});
