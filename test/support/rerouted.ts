import * as oauth from 'oauth4webapi';
import type { TestServer } from './test-server';

// eslint-disable-next-line @typescript-eslint/no-deprecated -- the tests speak http to loopback
const insecure: typeof oauth.allowInsecureRequests = oauth.allowInsecureRequests;

interface Rerouted {
  readonly [insecure]: boolean;
  readonly [oauth.customFetch]: (url: string, init: object) => Promise<Response>;
}

/** Options by which oauth4webapi speaks to the issuer and reaches this application; `onStatus` takes each status. */
export const rerouted = (server: TestServer, onStatus: (status: number) => void = () => undefined): Rerouted => ({
  [insecure]: true,
  [oauth.customFetch]: async (url, init) => {
    const response = await fetch(server.at(url), init);
    onStatus(response.status);
    return response;
  },
});
