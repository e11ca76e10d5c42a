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
import { RegistrationRequestDto } from '../src/core/metadata/registration-request.dto';
import { ClientMetadataReader } from '../src/core/metadata/client-metadata.reader';
import { AuditRepository } from '../src/event-log/audit/audit.repository';
import { Environment } from '../src/platform/config/environment';
import { readEnvironment } from '../src/platform/config/read-environment';
import { DatabaseModule } from '../src/platform/database/database.module';
import { sqliteDriver } from '../src/platform/database/sqlite-driver';
import { UsedIdStore } from '../src/platform/replay/used-id.store';
import { KeyRing } from '../src/platform/secrets/key-ring';
import { StatisticsModule } from '../src/statistics/statistics.module';
import { StatisticsService } from '../src/statistics/statistics.service';

/*
 * What is measured and has no endpoint. This file and product-people.ts are the only ones of bench that import the source
 * of the product; all others use HTTP, SQL and the built server.
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
