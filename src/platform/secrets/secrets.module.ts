import { Global, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Environment } from '../config/environment';
import { KeyRing } from './key-ring';
import { localKeys } from './local-key-file';
import { SecretVault } from './secret-vault';

/**
 * The key ring of `SECRET_KEYS` and what is hashed and sealed with it. Keys are made once the database is open: a start
 * that fails for its address leaves no file beside it.
 */
@Global()
@Module({
  providers: [
    {
      provide: KeyRing,
      inject: [Environment, DataSource],
      useFactory: (environment: Environment) => new KeyRing(localKeys(environment), environment.DROPPED_SECRET_KEYS),
    },
    SecretVault,
  ],
  exports: [KeyRing, SecretVault],
})
export class SecretsModule {}
