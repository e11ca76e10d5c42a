import type { FastifyRequest } from 'fastify';

type RoutedRequest = Pick<FastifyRequest, 'params' | 'routeOptions'>;

const PARAMETER = /:([A-Za-z_]+)/g;

/**
 * The path of the route that serves a request, its parameters filled in: `/register`, however the request line spelled
 * it (`/%72egister`, `http://host/register`, `/register#1`). Nothing that was sent remains but the parameters.
 */
export const routeAddress = ({ params, routeOptions: { url = '' } }: RoutedRequest): string =>
  url.replaceAll(PARAMETER, (_whole, name: string) =>
    encodeURIComponent((params as Record<string, string>)[name] ?? ''),
  );
