import type { FastifyRequest } from 'fastify';
import { MalformedBearer } from '../../core/errors/errors';
import type { Challenges } from '../../core/errors/oauth-error';
import { REPEATED_AUTHORIZATION, schemeOf } from '../../platform/http/authorization-header';
import { soleHeader } from '../../platform/http/sole-header';
import type { TokenScheme } from './bearer-authentication.guard';

/** Whether a request presents its token by the scheme DPoP. */
export const usesDpop = ({ headers }: FastifyRequest): boolean => schemeOf(headers.authorization) === 'dpop';

/**
 * The `Authorization` header of a request if its scheme is this one. Throws {@link MalformedBearer} if it was sent more
 * than once.
 */
export const credentialsOf = (
  request: FastifyRequest,
  scheme: TokenScheme,
  challenges: () => Challenges,
): string | undefined => {
  const repeated = (): MalformedBearer => new MalformedBearer(REPEATED_AUTHORIZATION, challenges());
  const authorization = soleHeader(request, 'authorization', repeated);
  return schemeOf(authorization) === scheme ? authorization : undefined;
};
