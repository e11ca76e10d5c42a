import type { FastifyRequest } from 'fastify';
import type { Issuer } from '../../core/issuer';

/** Finds the issuer that a request is for. With several issuers in one process, this provider is what changes. */
export abstract class IssuerResolver {
  abstract resolve(request: FastifyRequest): Issuer;
}
