import { randomUUID } from 'node:crypto';
import type { AccessTokenClaims, AccessTokenContent, PersonAuthorization } from './access-token';

/** The claims of a new access token (RFC 9068 section 2.2). Takes the `iss`, and the time in seconds since 1970. */
export const accessTokenClaims = (
  { subject, client: { client_id }, ...content }: AccessTokenContent,
  iss: string,
  iat: number,
): AccessTokenClaims => {
  const { scope, audience, lifetime, authorization_details, authorization, actor, confirmation = {} } = content;
  const [only = iss, ...others] = audience;
  return {
    ...authorization?.claims,
    iss,
    aud: others.length > 0 ? [only, ...others] : only,
    sub: subject,
    client_id,
    ...(scope.length > 0 && { scope: scope.join(' ') }),
    iat,
    exp: iat + lifetime,
    jti: randomUUID(),
    ...(authorization_details && { authorization_details }),
    ...(actor && { act: actor }),
    ...(Object.keys(confirmation).length > 0 && { cnf: confirmation }),
    ...(authorization && statementOf(authorization)),
  };
};

const statementOf = ({ grant, auth_time, acr, amr }: PersonAuthorization) => ({
  grant,
  auth_time: Math.floor(auth_time.getTime() / 1000),
  ...(acr && { acr }),
  ...(amr && { amr }),
});
