import { SIGNING_ALGS } from '../../core/metadata/vocabulary';

/** What a proof may be signed with (RFC 9449 section 4.2): asymmetric algorithms only, never `none`. */
export const DPOP_ALGS: readonly string[] = SIGNING_ALGS;
