import { Injectable } from '@nestjs/common';
import { InvalidDpopProof, UseDpopNonce } from '../../core/errors/errors';
import type { Challenges } from '../../core/errors/oauth-error';
import type { RequestContext } from '../../core/request-context';
import { scopedId } from '../../platform/replay/scoped-id';
import { UsedIdStore } from '../../platform/replay/used-id.store';
import { DpopNoncesService } from './dpop-nonces.service';
import { DpopOptions } from './dpop-options';
import { CLOCK_TOLERANCE_SECONDS, type Proof, verifyProof } from './verify-proof';

/** A proof as it was presented, not verified yet. */
export interface PresentedProof {
  readonly jwt: string;
  /** The method of the request. */
  readonly method: string;
  /** The path of the route: the proof must name its address at the issuer, or at the address for certificates. */
  readonly path: string;
}

/** A key that a sender proved to hold. */
export interface ProvenKey {
  /** Its thumbprint. */
  readonly jkt: string;
  /** The nonce for the next proof, if proofs need one. */
  readonly nextNonce: string | undefined;
}

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
   * Verifies a proof, which cannot be used again. Throws {@link InvalidDpopProof} and {@link UseDpopNonce}, at a resource
   * with its challenges.
   */
  async verify(
    { issuer }: RequestContext,
    { jwt, method, path }: PresentedProof,
    { accessToken, challenges }: Partial<ProvenAccess> = {},
  ): Promise<ProvenKey> {
    const alias = issuer.certificateAddressOf(path);
    const proof = await verifyProof(jwt, {
      method,
      uri: issuer.addressOf(path),
      lifetime: this.options.proofLifetime,
      ...(alias !== undefined && { alias }),
      ...(accessToken !== undefined && { accessToken }),
      ...(challenges !== undefined && { challenges }),
    });
    const nonce = this.nonces.fresh();
    if (nonce !== undefined && !this.nonces.accepts(proof.nonce)) throw new UseDpopNonce(nonce, challenges);
    await this.takeOnce(proof, challenges);
    return { jkt: proof.jkt, nextNonce: nonce };
  }

  /** Refuses a proof whose key signed its `jti` before, for any address and on any node (section 11.1). */
  private async takeOnce({ jkt, jti, iat }: Proof, challenges: Challenges | undefined): Promise<void> {
    const id = scopedId(jkt, jti);
    const lastsUntil = iat + this.options.proofLifetime + CLOCK_TOLERANCE_SECONDS;
    if (!(await this.usedIds.add('dpop-proof', id, lastsUntil)))
      throw new InvalidDpopProof('the DPoP proof must not be used twice; make one for each request', challenges);
  }
}
