import { Global, Module } from '@nestjs/common';
import { Environment } from '../config/environment';
import { KeyRing } from './key-ring';
import { ownKeys } from './own-keys';
import { SecretVault } from './secret-vault';

/** The key ring of `SECRET_KEYS` and what is hashed and sealed with it. */
@Global()
@Module({
  providers: [
    {
      provide: KeyRing,
      inject: [Environment],
      useFactory: (environment: Environment) => new KeyRing(ownKeys(environment)),
    },
    SecretVault,
  ],
  exports: [KeyRing, SecretVault],
})
export class SecretsModule {}
