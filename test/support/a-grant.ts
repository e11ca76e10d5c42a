import { UserGrantsService } from '../../src/user-grants/user-grants.service';
import type { NewGrant } from '../../src/user-grants/new-grant';
import { commandContext } from './contexts';
import type { TestServer } from './test-server';

/** Stores a grant, as the decision of a user does, and gives its id and its code. */
export const aGrant = (server: TestServer, own: Partial<NewGrant> = {}): Promise<{ code: string; grant_id: string }> =>
  server.app.get(UserGrantsService, { strict: false }).create(commandContext(server), {
    sub: 'usr_ada',
    client_id: 'b1b1',
    resources: ['https://api.example'],
    scope: ['read'],
    auth_time: new Date('2026-01-01T00:00:00Z'),
    redirect_uri: 'https://app.example/cb',
    isRedirectUriSent: true,
    code_challenge: 'x'.repeat(43),
    mayRefresh: true,
    upstream: 'corporate',
    ...own,
  });
