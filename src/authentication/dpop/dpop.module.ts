import { Module } from '@nestjs/common';
import { fromEnvironment } from '../../platform/config/from-environment';
import { ReplayModule } from '../../platform/replay/replay.module';
import { DpopNoncesService } from './dpop-nonces.service';
import { DpopOptions } from './dpop-options';
import { DpopProofsService } from './dpop-proofs.service';

/** Proofs that the sender of a request holds a key (RFC 9449). */
@Module({
  imports: [ReplayModule],
  providers: [
    fromEnvironment(DpopOptions, ({ DPOP_NONCE, DPOP_PROOF_LIFETIME }) => ({
      requiresNonce: DPOP_NONCE === 'required',
      proofLifetime: DPOP_PROOF_LIFETIME,
    })),
    DpopNoncesService,
    DpopProofsService,
  ],
  exports: [DpopNoncesService, DpopProofsService],
})
export class DpopModule {}
