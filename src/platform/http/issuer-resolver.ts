import type { FastifyRequest } from 'fastify';
import type { Issuer } from '../../core/issuer';

/** Finds the issuer that a request is for. To serve several issuers in one process, change this provider. */
export abstract class IssuerResolver {
  abstract resolve(request: FastifyRequest): Issuer;
}
