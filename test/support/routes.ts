import type { TestServer } from './test-server';

/** A method and an address that a server has, such as `GET` and `/register/:client_id`. */
export interface Route {
  readonly method: string;
  readonly url: string;
}

const LINE = /^(?<indent>[│ ├└─]*)(?<part>\S+) \((?<methods>[^)]+)\)$/u;
const INDENT = 4;

/** All routes of a running server, read from the tree that Fastify prints. */
export const routesOf = (server: TestServer): Route[] => {
  const tree = server.app.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false });
  const parents: string[] = [];
  return tree
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => {
      const { indent = '', part = '', methods = '' } = LINE.exec(line)?.groups ?? {};
      if (part === '') throw new Error(`unexpected line: ${line}`);
      parents.length = indent.length / INDENT - 1;
      const url = parents.join('') + part;
      parents.push(part);
      return methods.split(', ').map((method) => ({ method, url }));
    });
};

/** The address of a route with an example in the place of each parameter. */
export const addressOf = ({ url }: Pick<Route, 'url'>): string => url.replaceAll(/:\w+/g, 'some-client');
