import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InvalidDpopProof, UseDpopNonce } from '../../core/errors/errors';
import type { Challenges } from '../../core/errors/oauth-error';
import { scopedId } from '../../platform/replay/scoped-id';
import { UsedIdStore } from '../../platform/replay/used-id.store';
import { DpopNoncesService } from './dpop-nonces.service';
import { DpopOptions } from './dpop-options';
import { proofHeader } from './proof-header';
import { routeAddress } from './route-address';
import { CLOCK_TOLERANCE_SECONDS, type Proof, verifyProof } from './verify-proof';

/** The resource at which a proof is presented. */
export interface ProvenAccess {
  /** The access token that comes with the proof. */
  readonly accessToken: string;
  /** The challenges of a refusal. */
  readonly challenges: Challenges;
}

/** The proofs of possession that come with requests (RFC 9449 section 4.3). */
@Injectable()
export class DpopProofsService {
  constructor(
    private readonly options: DpopOptions,
    private readonly nonces: DpopNoncesService,
    private readonly usedIds: UsedIdStore,
  ) {}

  /**
   * The thumbprint of the key that the sender of a request proved to hold; `undefined` without a proof. The proof must
   * name the address of the route at the issuer, or at its address for certificates; the request line and the Host
   * header do not count. The response to a valid proof contains the nonce for the next one. Throws
   * {@link InvalidDpopProof} and {@link UseDpopNonce}, at a resource with its challenges.
   */
  async provenKey(request: FastifyRequest, reply: FastifyReply, access?: ProvenAccess): Promise<string | undefined> {
    const { accessToken, challenges } = access ?? {};
    const jwt = proofHeader(request, challenges);
    if (jwt === undefined) return undefined;
    const { issuer } = request.context;
    const path = routeAddress(request);
    const alias = issuer.certificateAddressOf(path);
    const proof = await verifyProof(jwt, {
      method: request.method,
      uri: issuer.addressOf(path),
      lifetime: this.options.proofLifetime,
      ...(alias !== undefined && { alias }),
      ...(accessToken !== undefined && { accessToken }),
      ...(challenges !== undefined && { challenges }),
    });
    const nonce = this.nonces.fresh();
    if (nonce !== undefined && !this.nonces.accepts(proof.nonce)) throw new UseDpopNonce(nonce, challenges);
    await this.takeOnce(proof, challenges);
    if (nonce !== undefined) reply.header('DPoP-Nonce', nonce);
    return proof.jkt;
  }

  /** Refuses a proof whose key signed its `jti` before, for any address and on any node (section 11.1). */
  private async takeOnce({ jkt, jti, iat }: Proof, challenges: Challenges | undefined): Promise<void> {
    const id = scopedId(jkt, jti);
    const lastsUntil = iat + this.options.proofLifetime + CLOCK_TOLERANCE_SECONDS;
    if (!(await this.usedIds.add('dpop-proof', id, lastsUntil)))
      throw new InvalidDpopProof('the DPoP proof must not be used twice; make one for each request', challenges);
  }
}
