import { createRemoteJWKSet, errors, jwtVerify } from 'jose';

/**
 * Verifies the access tokens of people: `ISSUER` signed them, for this resource and for no other, and a person granted
 * them. `challenge` is the header that `clientele resources show` prints.
 */
export const tokenVerifier = ({ issuer, resource, jwksUri, challenge }) => {
  const keys = createRemoteJWKSet(new URL(jwksUri)); // fetched once, and again for a key that is not known yet

  const claimsOf = async (token) => {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience: resource,
      typ: 'at+jwt',
      requiredClaims: ['sub', 'client_id', 'exp'],
    });
    // A token that a client has for itself is none of a person, and a bound token needs the proof of its key.
    if (payload.sub === payload.client_id || payload.cnf !== undefined) throw new errors.JWTInvalid('unsuitable token');
    return payload;
  };

  /**
   * The claims of the token of a request that has one of this scope. Otherwise responds, so that the client signs its user
   * in (401, RFC 9728 section 5.1) or asks for more (403, RFC 6750 section 3.1), and gives nothing.
   */
  return async (request, response, scope) => {
    const refuse = (status, header) => void response.writeHead(status, { 'www-authenticate': header }).end();
    const [, token] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
    if (token === undefined) return refuse(401, challenge);
    try {
      const claims = await claimsOf(token);
      const scopes = String(claims.scope ?? '').split(' ');
      if (scopes.includes(scope)) return claims;
      const [resourceMetadata] = challenge.split(', ');
      return refuse(403, `${resourceMetadata}, error="insufficient_scope", scope="${scope}"`);
    } catch (error) {
      if (error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout))
        return refuse(401, `${challenge}, error="invalid_token"`);
      console.error(error); // the keys could not be fetched, which says nothing about the token
      return void response.writeHead(503, { 'retry-after': '5' }).end();
    }
  };
};
