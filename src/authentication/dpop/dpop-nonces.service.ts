import { Injectable } from '@nestjs/common';
import { Environment } from '../../platform/config/environment';
import { KeyRing } from '../../platform/secrets/key-ring';

const STEP_MS = 120_000;

/**
 * The server's nonces (RFC 9449 sections 8 and 9), remembered by nobody: a keyed hash of the time step, so that every
 * node knows those of the others. Whoever has none of this step or of the one before cannot have made a proof for now.
 */
@Injectable()
export class DpopNoncesService {
  constructor(
    private readonly environment: Environment,
    private readonly ring: KeyRing,
  ) {}

  /** The nonce for the next request, nothing when none is required. */
  fresh(now = Date.now()): string | undefined {
    return this.environment.DPOP_NONCE === 'required' ? this.ring.hash(textOf(stepOf(now))) : undefined;
  }

  /** Whether a nonce is good: any when none is required. That of the step to come is a node's whose clock is ahead. */
  accepts(nonce: unknown, now = Date.now()): boolean {
    if (this.environment.DPOP_NONCE !== 'required') return true;
    if (typeof nonce !== 'string') return false;
    const step = stepOf(now);
    return [step, step - 1, step + 1].some((one) => this.ring.isHashOf(nonce, textOf(one)));
  }
}

const stepOf = (now: number): number => Math.floor(now / STEP_MS);

const textOf = (step: number): string => `dpop nonce ${step}`;
