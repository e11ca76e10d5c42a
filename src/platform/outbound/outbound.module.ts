import { Module } from '@nestjs/common';
import { Environment } from '../config/environment';
import { GuardedFetchService } from './guarded-fetch.service';

/** What this server fetches from others. */
@Module({
  providers: [
    {
      provide: GuardedFetchService,
      inject: [Environment],
      useFactory: (environment: Environment) => new GuardedFetchService(environment),
    },
  ],
  exports: [GuardedFetchService],
})
export class OutboundModule {}
