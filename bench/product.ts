import type { LoggerService } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { validateSync } from 'class-validator';
import { DataSource, MoreThan } from 'typeorm';
import { AppModule } from '../src/app.module';
import { Client } from '../src/clients/client.entity';
import { LastUsedTracker } from '../src/clients/last-used.tracker';
import { operatorPolicy } from '../src/clients/operator-policy';
import { RegistrationRequestDto } from '../src/core/metadata/registration-request.dto';
import { ClientMetadataReader } from '../src/core/metadata/client-metadata.reader';
import { AuditRepository } from '../src/event-log/audit/audit.repository';
import { Environment } from '../src/platform/config/environment';
import { readEnvironment } from '../src/platform/config/read-environment';
import { UsedIdStore } from '../src/platform/replay/used-id.store';
import { KeyRing } from '../src/platform/secrets/key-ring';

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
  const module = await Test.createTestingModule({ imports: [AppModule] })
    .overrideProvider(Environment)
    .useValue(readEnvironment({ NODE_ENV: 'test', LOG_LEVEL: 'silent', ...variables }))
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
