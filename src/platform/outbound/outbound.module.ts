import { Module } from '@nestjs/common';
import { Environment } from '../config/environment';
import { OutboundHttpService } from './outbound-http.service';

/** Requests of this server to other hosts. */
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
