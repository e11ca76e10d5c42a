import { Injectable } from '@nestjs/common';
import type { JWTPayload } from 'jose';
import { OAuthError } from '../../core/errors/oauth-error';
import { invalidClientMetadata } from '../../core/errors/registration-errors';
import { fixedKeys, type KeySource } from '../../core/jose/key-source';
import { soundKeysOf } from '../../core/jose/sound-keys';
import type { RequestContext } from '../../core/request-context';
import type { TrustedIssuer } from '../../platform/config/software-statement-issuers';
import { IssuerKeysService } from './issuer-keys.service';
import { SoftwareStatementsService, type VerifiedStatement } from './software-statements.service';
import { keysIn } from './statement-claims';
import { unapprovedSoftwareStatement } from '../../core/errors/refusals';
import { MUST_NAME_ITS_KEY } from './statement-errors';
import { type Expected, isAmbiguous, unverifiedClaims, verifiedClaims } from './verified-jwt';

/** A registration request that was signed as a whole: its claims, and the statement about its software. */
export interface SignedRequest {
  readonly claims: JWTPayload;
  readonly verified: VerifiedStatement;
  /** The software statement: the one in the request, or the request itself if a trusted issuer signed that. */
  readonly statement: unknown;
}

const MAX_AGE = '1h';

/**
 * Verifies a registration request that is a JWT (`application/jwt` or `application/jose`), as open banking ecosystems
 * send it. Its claims are the client metadata. Either it contains a software statement and is signed by a key of that
 * software (`jwks`, `jwks_uri`, `software_jwks_uri` or `software_jwks_endpoint` of the statement), or it contains none
 * and is signed by a trusted issuer. Its `aud` must be this server or one of `request_audiences`; its `iss`, if there is
 * a statement, the `software_id` of that. It must have `iat` (of the last hour), `exp` and `jti`.
 */
@Injectable()
export class RegistrationJwtService {
  constructor(
    private readonly statements: SoftwareStatementsService,
    private readonly keys: IssuerKeysService,
  ) {}

  /**
   * Takes the JWT and the function that verifies a statement. Throws `InvalidRegistration`, and 503 if the keys of an
   * issuer are not available now.
   */
  async verify(
    context: RequestContext,
    jwt: string,
    verifyStatement: (statement: unknown) => Promise<VerifiedStatement>,
  ): Promise<SignedRequest> {
    const { iss, software_statement: statement } = claimsOf(jwt);
    if (statement === undefined || statement === null) return this.verifyFromIssuer(context, jwt, iss);
    const verified = await verifyStatement(statement);
    if (iss !== undefined && iss !== verified.claims['software_id']) throw issuedByOthers();
    try {
      const claims = await verifiedClaims(jwt, this.keysOf(verified), expectedOf(context, verified.by));
      return { claims, verified, statement };
    } catch (cause) {
      throw cause instanceof OAuthError ? cause : notGenuine(cause);
    }
  }

  private async verifyFromIssuer(context: RequestContext, jwt: string, iss: unknown): Promise<SignedRequest> {
    const by = this.statements.issuer(typeof iss === 'string' ? iss : undefined);
    if (!by)
      throw unapprovedSoftwareStatement(
        'must be in the request JWT, or a trusted issuer must have signed that',
        'add the statement of a trusted issuer',
      );
    const claims = await this.statements.verifyFrom(by, jwt, expectedOf(context, by), notGenuine);
    return { claims, verified: this.statements.requireApproved({ by, claims }), statement: jwt };
  }

  private keysOf({ claims }: VerifiedStatement): KeySource {
    const { jwks, jwks_uri } = keysIn(claims);
    const keys = soundKeysOf(jwks);
    if (keys) return fixedKeys(keys);
    if (jwks_uri === undefined)
      throw unapprovedSoftwareStatement('must give the keys of the software', 'have its issuer add jwks_uri');
    return this.keys.ofSoftware(jwks_uri);
  }
}

const expectedOf = ({ issuer }: RequestContext, { request_audiences }: TrustedIssuer): Expected => ({
  audience: [...issuer.registrationAudiences, ...request_audiences],
  requiredClaims: ['exp', 'jti'],
  maxTokenAge: MAX_AGE,
});

const REQUEST = 'the request JWT';
const NOT_GENUINE =
  'must be signed by a key of the software statement, or by a trusted issuer, with our issuer, or an audience that is configured, as aud and with iat, exp and jti';

/** The claims of a signed request, not verified yet. Throws `InvalidRegistration` if it is not a signed JWT. */
export const claimsOf = (jwt: string): JWTPayload => {
  try {
    return unverifiedClaims(jwt);
  } catch (cause) {
    throw invalidClientMetadata(REQUEST, 'must be a JWT signed with an asymmetric algorithm', 'sign it again', cause);
  }
};

const issuedByOthers = (): OAuthError =>
  invalidClientMetadata(
    REQUEST,
    'must have the software_id of the software statement as iss',
    'use that, or leave iss out',
  );

const notGenuine = (cause: unknown): OAuthError =>
  invalidClientMetadata(REQUEST, isAmbiguous(cause) ? MUST_NAME_ITS_KEY : NOT_GENUINE, 'sign it again', cause);
