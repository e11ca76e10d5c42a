import { isSameAlg } from '../../../core/jose/algorithms';

/** Whether a client that registered this algorithm, or none, may use `alg`, which must be one of the method's. */
export const permitsAlg = (ofMethod: readonly string[], registered: string | undefined, alg: string): boolean =>
  ofMethod.includes(alg) && (registered === undefined || isSameAlg(registered, alg));
