import { Global, Module } from '@nestjs/common';
import { Issuer } from '../../core/issuer';
import { Environment } from './environment';
import { issuerOf } from './issuer';
import { processEnvironment } from './read-environment';

/** Gives {@link Environment} and {@link Issuer} to every module. */
@Global()
@Module({
  providers: [
    { provide: Environment, useFactory: processEnvironment },
    { provide: Issuer, inject: [Environment], useFactory: issuerOf },
  ],
  exports: [Environment, Issuer],
})
export class ConfigModule {}
