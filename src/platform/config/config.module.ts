import { Global, Module } from '@nestjs/common';
import { Environment } from './environment';
import { processEnvironment } from './read-environment';

/** Gives {@link Environment} to every module. */
@Global()
@Module({
  providers: [{ provide: Environment, useFactory: processEnvironment }],
  exports: [Environment],
})
export class ConfigModule {}
