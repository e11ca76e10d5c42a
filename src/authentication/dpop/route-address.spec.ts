import type { FastifyRequest } from 'fastify';
import { routeAddress } from './route-address';

const routed = (url: string | undefined, params: unknown = {}): string =>
  routeAddress({ params, routeOptions: { url } as FastifyRequest['routeOptions'] });

describe('routeAddress', () => {
  it('is the path of the route', () => {
    expect(routed('/register')).toBe('/register');
  });

  it('has the parameters of the request, encoded', () => {
    expect(routed('/register/:client_id/secret', { client_id: 'a b/c' })).toBe('/register/a%20b%2Fc/secret');
  });

  it('is empty where no route was found', () => {
    expect(routed(undefined)).toBe('');
  });
});
