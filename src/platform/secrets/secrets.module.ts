import { Global, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Environment } from '../config/environment';
import { ForeignHashesService } from './foreign-hashes/foreign-hashes.service';
import { KeyRing } from './key-ring';
import { localKeys } from './local-key-file';
import { SecretVaultService } from './secret-vault.service';

/**
 * The key ring of `SECRET_KEYS`, the vault that hashes and seals with it, and the comparison with hashes of other servers. Keys are created after the database is open,
 * so that a start that cannot open it leaves no key file.
 */
@Global()
@Module({
  providers: [
    {
      provide: KeyRing,
      inject: [Environment, DataSource],
      useFactory: (environment: Environment) => new KeyRing(localKeys(environment), environment.DROPPED_SECRET_KEYS),
    },
    SecretVaultService,
    ForeignHashesService,
  ],
  exports: [KeyRing, SecretVaultService, ForeignHashesService],
})
export class SecretsModule {}
