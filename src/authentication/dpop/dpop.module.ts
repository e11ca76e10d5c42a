import { Module } from '@nestjs/common';
import { ReplayModule } from '../../platform/replay/replay.module';
import { DpopNoncesService } from './dpop-nonces.service';
import { DpopProofsService } from './dpop-proofs.service';

/** Proofs that the sender of a request has a key (RFC 9449). */
@Module({
  imports: [ReplayModule],
  providers: [DpopNoncesService, DpopProofsService],
  exports: [DpopNoncesService, DpopProofsService],
})
export class DpopModule {}
