import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { LoggerModule } from 'nestjs-pino';
import { Environment } from '../config/environment';
import { HealthController } from './health.controller';
import { loggerOptions } from './logger-options';

/** What operators see: logs and health. */
@Module({
  imports: [
    LoggerModule.forRootAsync({ inject: [Environment], useFactory: loggerOptions }),
    TerminusModule.forRoot({ logger: false }),
  ],
  controllers: [HealthController],
})
export class OperationsModule {}
