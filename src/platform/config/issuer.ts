import { Issuer } from '../../core/issuer';
import type { Environment } from './environment';

/** The issuer of `ISSUER`. */
export const issuerOf = ({
  ISSUER,
  TOKEN_ENDPOINT,
  MTLS_ADDRESS,
}: Pick<Environment, 'ISSUER' | 'TOKEN_ENDPOINT' | 'MTLS_ADDRESS'>): Issuer =>
  new Issuer(ISSUER, {
    hasExternalTokenEndpoint: TOKEN_ENDPOINT !== undefined,
    certificateAddress: MTLS_ADDRESS === '' ? undefined : MTLS_ADDRESS,
  });
