import type { TestServer } from './test-server';

/** Several nodes as a load balancer makes them appear: each request goes to the next one, the first to `from`. */
export const roundRobin = (nodes: readonly [TestServer, ...TestServer[]], from = 0): TestServer => {
  const [first] = nodes;
  let turn = from;
  return first.via((address, request) => {
    const node = nodes[turn % nodes.length] ?? first;
    turn += 1;
    return fetch(address.replace(first.url, node.url), { ...request, redirect: 'manual' });
  });
};
