import { randomUUID } from 'node:crypto';
import type { UpstreamIdentity } from '../../src/users/upstream-identity';
import type { User } from '../../src/users/user.entity';
import { UsersService } from '../../src/users/users.service';
import { commandContext } from './contexts';
import type { TestServer } from './test-server';

/** Stores a person who signs in for the first time at the upstream of `WITH_SIGN_IN`. */
export const aUser = (server: TestServer, own: Partial<UpstreamIdentity> = {}): Promise<User> => {
  const users = server.app.get(UsersService, { strict: false });
  const identity = {
    upstream: 'corp',
    issuer: 'https://login.example',
    subject: randomUUID(),
    claims: { email: 'ada@corp.example', email_verified: true },
    ...own,
  };
  return users.signIn(users.personOf(commandContext(server), identity));
};
