import { Module } from '@nestjs/common';
import { Environment } from '../config/environment';
import { OutboundHttpService } from './outbound-http.service';

/** What this server fetches from others. */
@Module({
  providers: [
    {
      provide: OutboundHttpService,
      inject: [Environment],
      useFactory: (environment: Environment) => new OutboundHttpService(environment),
    },
  ],
  exports: [OutboundHttpService],
})
export class OutboundModule {}
