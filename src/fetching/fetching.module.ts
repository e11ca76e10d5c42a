import { Module } from '@nestjs/common';
import { Environment } from '../config/environment';
import { GuardedFetch } from './guarded-fetch';

/** What this server fetches from others. */
@Module({
  providers: [
    {
      provide: GuardedFetch,
      inject: [Environment],
      useFactory: (environment: Environment) => new GuardedFetch(environment),
    },
  ],
  exports: [GuardedFetch],
})
export class FetchingModule {}
