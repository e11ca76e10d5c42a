import { type DynamicModule, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { POLICY_OPTIONS } from '../../governance/policies/policy-store.module';
import { Environment } from '../../platform/config/environment';
import { OutboundModule } from '../../platform/outbound/outbound.module';
import { CertificatesCheck } from './checks/certificates.check';
import { ClockCheck } from './checks/clock.check';
import { DatabaseCheck } from './checks/database.check';
import { DiskCheck } from './checks/disk.check';
import { EventLogCheck } from './checks/event-log.check';
import { FilesCheck } from './checks/files.check';
import { IssuerCheck } from './checks/issuer.check';
import { OutboundCheck } from './checks/outbound.check';
import { PoliciesCheck } from './checks/policies.check';
import { ProxyCheck } from './checks/proxy.check';
import { QuotasCheck } from './checks/quotas.check';
import { RateLimitsCheck } from './checks/rate-limits.check';
import { ReceiversCheck } from './checks/receivers.check';
import { ReplicasCheck } from './checks/replicas.check';
import { SchemaCheck } from './checks/schema.check';
import { SecretKeysCheck } from './checks/secret-keys.check';
import { SettingsCheck } from './checks/settings.check';
import { SigningKeysCheck } from './checks/signing-keys.check';
import { SqliteCheck } from './checks/sqlite.check';
import { UpstreamsCheck } from './checks/upstreams.check';
import { WebhooksCheck } from './checks/webhooks.check';
import { Clock } from './clock';
import { DoctorOptions } from './doctor-options';
import { DoctorService } from './doctor.service';
import { ExaminedDatabase } from './examined-database';
import { OwnAddress, ownAddressOf } from './own-address';
import { PolicyReadersFactory } from './policy-readers.factory';

/** The checks of `clientele doctor`, in the order of their findings. */
const CHECKS = [
  SettingsCheck,
  FilesCheck,
  DiskCheck,
  DatabaseCheck,
  ReplicasCheck,
  SchemaCheck,
  SqliteCheck,
  ClockCheck,
  SecretKeysCheck,
  SigningKeysCheck,
  CertificatesCheck,
  IssuerCheck,
  ProxyCheck,
  OutboundCheck,
  RateLimitsCheck,
  PoliciesCheck,
  QuotasCheck,
  EventLogCheck,
  WebhooksCheck,
  ReceiversCheck,
  UpstreamsCheck,
];

/** The examination of an installation. */
@Module({})
export class DoctorModule {
  static forRoot(options: DoctorOptions): DynamicModule {
    return {
      module: DoctorModule,
      imports: [DiscoveryModule, OutboundModule],
      providers: [
        { provide: DoctorOptions, useValue: options },
        { provide: Clock, useValue: { now: () => Date.now() } satisfies Clock },
        {
          provide: ExaminedDatabase,
          inject: [Environment],
          useFactory: ({ DATABASE_URL, DATABASE_TIMEOUT }: Environment) =>
            ExaminedDatabase.open({ databaseUrl: DATABASE_URL, timeoutMs: DATABASE_TIMEOUT }),
        },
        { provide: OwnAddress, inject: [Environment], useFactory: ownAddressOf },
        POLICY_OPTIONS,
        PolicyReadersFactory,
        ...CHECKS,
        DoctorService,
      ],
      exports: [DoctorService],
    };
  }
}
