import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { validateSync } from 'class-validator';
import { DataSource, MoreThan } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver';
import { AppModule } from '../src/app.module';
import type { ClientFilter } from '../src/client-search/client-filter';
import { ClientSearchModule } from '../src/client-search/client-search.module';
import { ClientSearchService } from '../src/client-search/client-search.service';
import { type DescribedClient, termsOf } from '../src/client-search/terms/terms-of-client';
import { Client } from '../src/clients/client.entity';
import { LastUsedTracker } from '../src/clients/last-used.tracker';
import { operatorPolicy } from '../src/clients/operator-policy';
import { createCommandContext } from '../src/commands/open-database';
import { Issuer } from '../src/core/issuer';
import { RegistrationRequestDto } from '../src/core/metadata/registration-request.dto';
import { ClientMetadataReader } from '../src/core/metadata/client-metadata.reader';
import { contextWithoutRequest } from '../src/core/request-context';
import { AuditRepository } from '../src/event-log/audit/audit.repository';
import { Environment } from '../src/platform/config/environment';
import { readEnvironment } from '../src/platform/config/read-environment';
import { DatabaseModule } from '../src/platform/database/database.module';
import { sqliteDriver } from '../src/platform/database/sqlite-driver';
import { TransactionsService } from '../src/platform/database/transactions.service';
import { UsedIdStore } from '../src/platform/replay/used-id.store';
import { SecretsModule } from '../src/platform/secrets/secrets.module';
import { KeyRing } from '../src/platform/secrets/key-ring';
import { StatisticsModule } from '../src/statistics/statistics.module';
import { StatisticsService } from '../src/statistics/statistics.service';
import { grantOfCode } from '../src/user-grants/token-text';
import { UserGrantsModule } from '../src/user-grants/user-grants.module';
import { UserGrantsService } from '../src/user-grants/user-grants.service';
import { UsersService } from '../src/users/users.service';

/*
 * What is measured and has no endpoint. This is the only file of bench that imports the source of the product; all
 * others use HTTP, SQL and the built server.
 */

/** The hash that the server stores of a secret. Takes the 32 bytes of version 1 of `SECRET_KEYS`. */
export const hashUnder = (key: Buffer): ((secret: string) => string) => {
  const ring = new KeyRing([{ version: 1, key }]);
  return (secret) => ring.hash(secret);
};

/** The services of a server, in this process. */
export interface Services {
  /** Reads `count` clients whose identifiers follow one. */
  readonly page: (after: string, count: number) => Promise<unknown>;
  /** Reads the first `count` events of the log from a position on. */
  readonly events: (position: number, count: number) => Promise<void>;
  /** Deletes the expired identifiers. */
  readonly sweep: () => Promise<void>;
  /** Writes that these clients were used just now. */
  readonly writeLastUse: (clientIds: readonly string[]) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Starts the services on a database. Takes variables of the environment. */
export const startServices = async (variables: Readonly<Record<string, string>>): Promise<Services> => {
  const environment = readEnvironment({ NODE_ENV: 'test', LOG_LEVEL: 'silent', ...variables });
  const module = await Test.createTestingModule({ imports: [AppModule.for(environment)] })
    .overrideProvider(Environment)
    .useValue(environment)
    .setLogger(new NoLog())
    .compile();
  await module.init();
  const clients = module.get(DataSource).getRepository(Client);
  const usedIds = module.get(UsedIdStore, { strict: false });
  const log = module.get(AuditRepository, { strict: false });
  const lastUsed = module.get(LastUsedTracker, { strict: false });
  return {
    page: (after, count) =>
      clients.find({ where: { client_id: MoreThan(after) }, order: { client_id: 'ASC' }, take: count }),
    events: async (position, count) => {
      for await (const { entry } of log.entries(position)) if (entry.position >= position + count - 1) return;
    },
    sweep: async () => void (await usedIds.sweep()),
    writeLastUse: async (clientIds) => {
      for (const client_id of clientIds) lastUsed.note({ client_id, last_used_at: null });
      await lastUsed.flush();
    },
    close: () => module.close(),
  };
};

/** What people authorize a client to do. */
interface Authorized {
  readonly client_id: string;
  readonly resource: string;
  readonly redirect_uri: string;
  readonly code_challenge: string;
}

/** Grants, made without a browser. */
export interface Grants {
  /** Codes of new grants, each of another person. */
  readonly authorize: (authorized: Authorized, count: number) => Promise<string[]>;
  /** Adds grants with a refresh token each until there are this many. */
  readonly fill: (authorized: Authorized, count: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Starts the services that make grants, on the database of a server. Takes the variables of that. */
export const startGrants = async (variables: Readonly<Record<string, string>>): Promise<Grants> => {
  const environment = readEnvironment({ ...variables, NODE_ENV: 'test', LOG_LEVEL: 'silent' });
  const app = await createCommandContext(environment, [DatabaseModule, SecretsModule, UserGrantsModule]);
  const [users, grants] = [app.get(UsersService, { strict: false }), app.get(UserGrantsService, { strict: false })];
  const context = contextWithoutRequest(app.get(Issuer, { strict: false }), { type: 'command', command: 'bench' });
  const authorizeOne = async ({ resource, ...authorized }: Authorized): Promise<string> => {
    const identity = { upstream: 'corp', issuer: 'https://login.example', subject: randomUUID(), claims: {} };
    const { sub, upstream } = await users.identify(context, identity);
    const rest = { scope: ['tools:read'], auth_time: new Date(), isRedirectUriSent: true, mayRefresh: true };
    return (await grants.create(context, { ...authorized, ...rest, sub, upstream, resources: [resource] })).code;
  };
  return {
    authorize: (authorized, count) => Promise.all(Array.from({ length: count }, () => authorizeOne(authorized))),
    fill: async (authorized, count) => {
      const template = await authorizeOne(authorized);
      await fillGrants(app.get(TransactionsService, { strict: false }), grantOfCode(template) ?? '', count);
    },
    close: () => app.close(),
  };
};

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

class NoLog implements LoggerService {
  log = (): void => undefined;
  error = this.log;
  warn = this.log;
}

const reader = (): ClientMetadataReader =>
  new ClientMetadataReader(operatorPolicy(readEnvironment({ NODE_ENV: 'test' })));

/** Two ways to check the metadata of a registration: that of the server, and class-validator's `validate()` alone. */
export const metadataChecks = (): Readonly<Record<'server' | 'classValidator', (metadata: object) => unknown>> => {
  const ofServer = reader();
  return {
    server: (metadata) => ofServer.read(metadata),
    classValidator: (metadata) => validateSync(Object.assign(new RegistrationRequestDto(), metadata)),
  };
};

/** The rows that the index of clients has of a client: kind and term. */
export const indexTermsOf = (client: object): readonly (readonly [kind: string, term: string])[] =>
  termsOf(client as DescribedClient);

/** A statement as the driver got it. */
export interface Statement {
  readonly text: string;
  readonly parameters: readonly unknown[];
}

/** The search for clients, in this process and without any task. */
export interface Search {
  /** The statements that a page of a list runs. */
  readonly ofPage: (filter: ClientFilter, after: string, limit: number) => Promise<readonly Statement[]>;
  /** The statements of the statistics of the last day. */
  readonly ofStatistics: () => Promise<readonly Statement[]>;
  readonly close: () => Promise<void>;
}

export type { ClientFilter };

/** Starts the search on a database whose schema is up to date. */
export const startSearch = async (databaseUrl: string): Promise<Search> => {
  const environment = readEnvironment({ NODE_ENV: 'test', LOG_LEVEL: 'silent', DATABASE_URL: databaseUrl });
  const app = await createCommandContext(environment, [DatabaseModule, ClientSearchModule, StatisticsModule]);
  const dataSource = app.get(DataSource);
  const search = app.get(ClientSearchService, { strict: false });
  const statistics = app.get(StatisticsService, { strict: false });
  return {
    ofPage: (filter, after, limit) => statementsOf(dataSource, () => search.page(filter, after, limit)),
    ofStatistics: () => statementsOf(dataSource, () => statistics.read({}, new Date())),
    close: () => app.close(),
  };
};

type Method = (this: unknown, text: string | Statement, ...rest: readonly unknown[]) => unknown;

/** What the driver gets while `work` runs. */
const statementsOf = async (dataSource: DataSource, work: () => Promise<unknown>): Promise<readonly Statement[]> => {
  const [prototype, method] = readerOf(dataSource);
  const original = prototype[method];
  if (!original) throw new Error(`the driver has no method ${method}`);
  const statements: Statement[] = [];
  prototype[method] = function (this: unknown, text, ...rest) {
    if (typeof text === 'string') statements.push({ text, parameters: Array.isArray(rest[0]) ? rest[0] : [] });
    return original.call(this, text, ...rest);
  };
  try {
    await work();
  } finally {
    prototype[method] = original;
  }
  return statements;
};

/** The method of the driver that reads. */
const readerOf = ({ driver, options }: DataSource): readonly [Record<string, Method>, string] => {
  if (options.type !== 'postgres') return [sqliteDriver.Database.prototype as never, 'all'];
  const { Client: connection } = (driver as PostgresDriver).postgres as {
    Client: { prototype: Record<string, Method> };
  };
  return [connection.prototype, 'query'];
};
