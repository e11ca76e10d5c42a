import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClientAuthenticationModule } from '../../../authentication/client/client-authentication.module';
import { DpopModule } from '../../../authentication/dpop/dpop.module';
import { fromEnvironment } from '../../../platform/config/from-environment';
import { ExpirySweepTask } from '../../../platform/replay/expiry-sweep.task';
import { IndirectRequests } from '../request/indirect-requests';
import { RequestModule } from '../request/request.module';
import { IndirectRequestsService } from './indirect-requests.service';
import { PushedOptions } from './pushed-options';
import { PushedRequest } from './pushed-request.entity';
import { PushedRequestRepository } from './pushed-request.repository';
import { PushedRequestsController } from './pushed-requests.controller';
import { PushedRequestsService } from './pushed-requests.service';
import { RequestObjectsService } from './request-objects.service';

/** Authorization requests that do not come in the address: pushed ones and signed objects. */
@Module({
  imports: [ClientAuthenticationModule, DpopModule, RequestModule, TypeOrmModule.forFeature([PushedRequest])],
  controllers: [PushedRequestsController],
  providers: [
    fromEnvironment(PushedOptions, ({ REQUEST_OBJECTS }) => ({ acceptsObjects: REQUEST_OBJECTS === 'on' })),
    PushedRequestRepository,
    PushedRequestsService,
    RequestObjectsService,
    { provide: IndirectRequests, useClass: IndirectRequestsService },
    {
      provide: 'the sweep of pushed_requests',
      inject: [PushedRequestRepository],
      useFactory: (entries: PushedRequestRepository) => new ExpirySweepTask('pushed_requests', entries),
    },
  ],
  exports: [IndirectRequests],
})
export class PushedModule {}
