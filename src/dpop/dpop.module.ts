import { Module } from '@nestjs/common';
import { ExpiryModule } from '../expiry/expiry.module';
import { DpopNonces } from './dpop-nonces';
import { DpopProofs } from './dpop-proofs';

/** Proofs that the sender of a request has a key (RFC 9449). */
@Module({
  imports: [ExpiryModule],
  providers: [DpopNonces, DpopProofs],
  exports: [DpopNonces, DpopProofs],
})
export class DpopModule {}
