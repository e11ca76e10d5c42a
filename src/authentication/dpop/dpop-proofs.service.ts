import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { InvalidDpopProof, UseDpopNonce } from '../../core/errors/errors';
import { Environment } from '../../platform/config/environment';
import { UsedIdStore } from '../../platform/replay/used-id.store';
import { DpopNoncesService } from './dpop-nonces.service';
import { proofHeader } from './proof-header';
import { routeAddress } from './route-address';
import { CLOCK_TOLERANCE_SECONDS, type Proof, verifyProof } from './verify-proof';

/** The proofs of possession that come with requests (RFC 9449 section 4.3). */
@Injectable()
export class DpopProofsService {
  constructor(
    private readonly environment: Environment,
    private readonly nonces: DpopNoncesService,
    private readonly seen: UsedIdStore,
  ) {}

  /**
   * The thumbprint of the key that the sender of a request proved to have, nothing when there is no proof. The address
   * is that of the issuer or of `MTLS_ADDRESS` and of the route, never what the request line or the Host header say. Throws {@link InvalidDpopProof}, {@link UseDpopNonce}.
   */
  async provenKey(request: FastifyRequest, accessToken?: string): Promise<string | undefined> {
    const jwt = proofHeader(request);
    if (jwt === undefined) return undefined;
    const { issuer } = request.context;
    const path = routeAddress(request);
    const alias = issuer.certificateAddressOf(path);
    const proof = await verifyProof(jwt, {
      method: request.method,
      uri: issuer.addressOf(path),
      lifetime: this.environment.DPOP_PROOF_LIFETIME,
      ...(alias !== undefined && { alias }),
      ...(accessToken !== undefined && { accessToken }),
    });
    const nonce = this.nonces.fresh();
    if (nonce !== undefined && !this.nonces.accepts(proof.nonce)) throw new UseDpopNonce(nonce);
    await this.takeOnce(proof);
    return proof.jkt;
  }

  /** A proof is used when its key signed its `jti` before, for whichever address, on whichever node (section 11.1). */
  private async takeOnce({ jkt, jti, iat }: Proof): Promise<void> {
    const id = createHash('sha256').update(`${jkt}\0${jti}`).digest('base64url');
    const lastsUntil = iat + this.environment.DPOP_PROOF_LIFETIME + CLOCK_TOLERANCE_SECONDS;
    if (!(await this.seen.add('dpop-proof', id, lastsUntil)))
      throw new InvalidDpopProof('the DPoP proof must not be used twice; make one for each request');
  }
}
