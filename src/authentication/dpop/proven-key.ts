import type { HttpArgumentsHost } from '@nestjs/common/interfaces';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DpopProofsService, ProvenAccess } from './dpop-proofs.service';
import { proofHeader } from './proof-header';
import { routeAddress } from './route-address';

/**
 * The thumbprint of the key that the sender of a request proved to hold; no promise without a proof. The request line
 * and the Host header do not count, only the address of the route. The response to a valid proof contains the nonce for
 * the next one. Throws the errors of `DpopProofsService.verify`, and `InvalidDpopProof` for two proofs.
 */
export const provenKeyOf = (
  http: HttpArgumentsHost,
  proofs: DpopProofsService,
  access?: ProvenAccess,
): Promise<string> | undefined => {
  const jwt = proofHeader(http.getRequest<FastifyRequest>(), access?.challenges);
  return jwt === undefined ? undefined : keyProvenBy(jwt, http, proofs, access);
};

const keyProvenBy = async (
  jwt: string,
  http: HttpArgumentsHost,
  proofs: DpopProofsService,
  access?: ProvenAccess,
): Promise<string> => {
  const request = http.getRequest<FastifyRequest>();
  const presented = { jwt, method: request.method, path: routeAddress(request) };
  const { jkt, nextNonce } = await proofs.verify(request.context, presented, access);
  if (nextNonce !== undefined) http.getResponse<FastifyReply>().header('DPoP-Nonce', nextNonce);
  return jkt;
};
