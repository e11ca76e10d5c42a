import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { LoggerModule } from 'nestjs-pino';
import type { Logger } from 'pino';
import { ArrivalController } from './arrival.controller';
import { HealthController } from './health.controller';
import { ROOT_LOGGER, RootLoggerModule } from './root-logger';

/** Logs and health. */
@Module({
  imports: [
    RootLoggerModule,
    // No middleware: it would follow each request by AsyncLocalStorage, which makes every promise of Node 20 slower.
    LoggerModule.forRootAsync({
      inject: [ROOT_LOGGER],
      useFactory: (logger: Logger) => ({ forRoutes: [], pinoHttp: { logger } }),
    }),
    TerminusModule.forRoot({ logger: false }),
  ],
  controllers: [HealthController, ArrivalController],
})
export class OperationsModule {}
