import { randomUUID } from 'node:crypto';
import { createCommandContext } from '../src/commands/open-database';
import { Issuer } from '../src/core/issuer';
import { contextWithoutRequest } from '../src/core/request-context';
import { BrowserSession } from '../src/features/sign-in/sessions/browser-session.entity';
import { BrowserSessionRepository } from '../src/features/sign-in/sessions/browser-session.repository';
import { SessionStoreModule } from '../src/features/sign-in/sessions/session-store.module';
import { readEnvironment } from '../src/platform/config/read-environment';
import { DatabaseModule } from '../src/platform/database/database.module';
import { TransactionsService } from '../src/platform/database/transactions.service';
import { UnitsOfWorkService } from '../src/platform/database/units-of-work.service';
import { KeyRing } from '../src/platform/secrets/key-ring';
import { SecretVaultService } from '../src/platform/secrets/secret-vault.service';
import { SecretsModule } from '../src/platform/secrets/secrets.module';
import { grantOfCode } from '../src/user-grants/token-text';
import { UserGrantsModule } from '../src/user-grants/user-grants.module';
import { UserGrantsService } from '../src/user-grants/user-grants.service';
import type { User } from '../src/users/user.entity';
import { UsersService } from '../src/users/users.service';

/** What people authorize a client to do. */
interface Authorized {
  readonly client_id: string;
  readonly resource: string;
  readonly redirect_uri: string;
  readonly code_challenge: string;
}

/** Grants, made without a browser. */
export interface Grants {
  /** Signs new people in, each in a browser: the values of the cookies of their sessions. */
  readonly signIn: (count: number) => Promise<string[]>;
  /** Codes of new grants, each of another person. */
  readonly authorize: (authorized: Authorized, count: number) => Promise<string[]>;
  /** Adds grants with a refresh token each until there are this many. */
  readonly fill: (authorized: Authorized, count: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Starts the services that make grants, on the database of a server. Takes the variables of that. */
export const startGrants = async (variables: Readonly<Record<string, string>>): Promise<Grants> => {
  const environment = readEnvironment({ ...variables, NODE_ENV: 'test', LOG_LEVEL: 'silent' });
  const app = await createCommandContext(environment, [
    DatabaseModule,
    SecretsModule,
    SessionStoreModule,
    UserGrantsModule,
  ]);
  const [users, grants] = [app.get(UsersService, { strict: false }), app.get(UserGrantsService, { strict: false })];
  const context = contextWithoutRequest(app.get(Issuer, { strict: false }), { type: 'command', command: 'bench' });
  const somebody = (): Promise<User> =>
    users.signIn(
      users.personOf(context, {
        upstream: 'corp',
        issuer: 'https://login.example',
        subject: randomUUID(),
        claims: {},
      }),
    );
  const signInOne = async (): Promise<string> => {
    const cookie = app.get(SecretVaultService, { strict: false }).generate();
    const hash = app.get(KeyRing, { strict: false }).hash(cookie);
    const session = sessionOf(await somebody(), hash, new Date());
    const sessions = app.get(BrowserSessionRepository, { strict: false });
    await app.get(UnitsOfWorkService, { strict: false }).run(context, (unit) => {
      sessions.insert(unit, session);
    });
    return cookie;
  };
  const authorizeOne = async ({ resource, ...authorized }: Authorized): Promise<string> => {
    const { sub, upstream } = await somebody();
    const rest = { scope: ['tools:read'], auth_time: new Date(), isRedirectUriSent: true, mayRefresh: true };
    return (await grants.create(context, { ...authorized, ...rest, sub, upstream, resources: [resource] })).code;
  };
  return {
    signIn: (count) => Promise.all(Array.from({ length: count }, signInOne)),
    authorize: (authorized, count) => Promise.all(Array.from({ length: count }, () => authorizeOne(authorized))),
    fill: async (authorized, count) => {
      const template = await authorizeOne(authorized);
      await fillGrants(app.get(TransactionsService, { strict: false }), grantOfCode(template) ?? '', count);
    },
    close: () => app.close(),
  };
};

const sessionOf = ({ sub, upstream }: User, hash: string, at: Date): BrowserSession =>
  Object.assign(new BrowserSession(), {
    hash,
    sub,
    upstream,
    upstream_sid: null,
    auth_time: at,
    acr: null,
    amr: null,
    created_at: at,
    last_used_at: at,
    expires_at: new Date(at.getTime() + 3_600_000),
  } satisfies BrowserSession);

/** Copies a grant until there are `count`, each with a refresh token and a person of its own. */
const fillGrants = async (transactions: TransactionsService, template: string, count: number): Promise<void> => {
  const later = Date.now() + 86_400_000;
  await transactions.run(async (manager) => {
    const rows = await manager.query<{ count: string }[]>('SELECT count(*) AS count FROM user_grants');
    const numbers = `WITH RECURSIVE numbers(n) AS (SELECT ${Number(rows[0]?.count)} UNION ALL SELECT n + 1 FROM numbers WHERE n < ${count})`;
    const copied = `client_id, upstream, session, resources, scope, auth_time, acr, amr, redirect_host, keys, may_refresh, created_at, last_used_at`;
    await manager.query(
      `INSERT INTO user_grants (id, sub, ${copied}, expires_at) ${numbers}
        SELECT 'filled-' || n, 'usr_filled-' || n, ${copied}, ${later} FROM numbers, user_grants WHERE id = '${template}'`,
    );
    await manager.query(
      `INSERT INTO refresh_tokens (id, hash, key_version, expires_at, kept_until) ${numbers}
        SELECT 'filled-' || n || '.0', '1.x', 1, ${later}, ${later} FROM numbers`,
    );
  });
};
