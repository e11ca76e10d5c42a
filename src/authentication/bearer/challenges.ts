import type { FastifyRequest } from 'fastify';
import type { Challenges } from '../../core/errors/oauth-error';
import { SIGNING_ALGS } from '../../core/jose/algorithms';
import { usesDpop } from './credentials';
import type { AccessRequirement } from './required-access.decorator';

/**
 * The challenges of a refusal where an access token is required: both schemes. The one that the request used comes first,
 * because only that one contains the error.
 */
export const challengesFor = (request: FastifyRequest, { scope, resource }: AccessRequirement): Challenges => {
  const { issuer } = request.context;
  const parameters = { realm: issuer.identifier, scope, resource_metadata: issuer.resourceMetadataOf(resource) };
  const bearer = { scheme: 'Bearer', parameters } as const;
  const dpop = { scheme: 'DPoP', parameters: { ...parameters, algs: SIGNING_ALGS.join(' ') } } as const;
  return usesDpop(request) ? [dpop, bearer] : [bearer, dpop];
};
