import { Injectable } from '@nestjs/common';
import { KeyRing } from '../../platform/secrets/key-ring';
import { DpopOptions } from './dpop-options';

const STEP_MS = 120_000;

/**
 * The server's nonces (RFC 9449 sections 8 and 9). A nonce is a keyed hash of a time step, so that nothing is stored and
 * every node accepts those of the others. It is accepted during its own step and the next one; older proofs are stale.
 */
@Injectable()
export class DpopNoncesService {
  constructor(
    private readonly options: DpopOptions,
    private readonly ring: KeyRing,
  ) {}

  /** The nonce for the next request; `undefined` if none is required. */
  fresh(now = Date.now()): string | undefined {
    return this.options.requiresNonce ? this.ring.hash(textOf(stepOf(now))) : undefined;
  }

  /** Whether a nonce is accepted: any is if none is required. A node whose clock is ahead issues that of the next step. */
  accepts(nonce: unknown, now = Date.now()): boolean {
    if (!this.options.requiresNonce) return true;
    if (typeof nonce !== 'string') return false;
    const step = stepOf(now);
    return [step, step - 1, step + 1].some((one) => this.ring.isHashOf(nonce, textOf(one)));
  }
}

const stepOf = (now: number): number => Math.floor(now / STEP_MS);

const textOf = (step: number): string => `dpop nonce ${step}`;
