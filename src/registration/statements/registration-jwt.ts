import { Injectable } from '@nestjs/common';
import type { JWTPayload } from 'jose';
import { Environment } from '../../config/environment';
import { OAuthError } from '../../oauth/oauth-error';
import { invalidClientMetadata } from '../../oauth/registration-errors';
import { IssuerKeys } from './issuer-keys';
import { SoftwareStatements, type Vouched } from './software-statements';
import { unapprovedSoftwareStatement } from './statement-errors';
import { type Expected, isKeySet, type KeySet, unverifiedClaims, verifiedClaims } from './verified-jwt';

/** A registration request that was signed as a whole: its claims, and who vouches for the software. */
export interface SignedRequest {
  readonly claims: JWTPayload;
  readonly vouched: Vouched;
  /** The software statement: the one within, or the request itself when a trusted issuer signed that. */
  readonly statement: unknown;
}

/** Where the ecosystems let a statement say which keys the software has. */
const KEY_ADDRESSES = ['jwks_uri', 'software_jwks_uri', 'software_jwks_endpoint'];
const MAX_AGE = '1h';

/**
 * A registration request as a JWT (`Content-Type: application/jwt`), as open banking ecosystems send it: its claims are
 * the client metadata. Either it carries a software statement and is signed by a key of that software, which the
 * statement gives by `jwks`, `jwks_uri`, `software_jwks_uri` or `software_jwks_endpoint`; or it carries none and is
 * signed by a trusted issuer itself. Its `aud` is this server, and it has `iat` (of the last hour), `exp` and `jti`.
 */
@Injectable()
export class RegistrationJwt {
  constructor(
    private readonly environment: Environment,
    private readonly statements: SoftwareStatements,
    private readonly keys: IssuerKeys,
  ) {}

  /**
   * Takes the JWT and how a statement is verified, gives what they say. Throws `InvalidRegistration`, and 503 for want
   * of the keys of an issuer.
   */
  async open(jwt: string, vouchFor: (statement: unknown) => Promise<Vouched>): Promise<SignedRequest> {
    const { iss, software_statement: statement } = claimsOf(jwt);
    if (statement === undefined || statement === null) return this.openFromIssuer(jwt, iss);
    const vouched = await vouchFor(statement);
    try {
      return { claims: await verifiedClaims(jwt, await this.keysOf(vouched), this.expected), vouched, statement };
    } catch (cause) {
      throw cause instanceof OAuthError ? cause : notGenuine(cause);
    }
  }

  private async openFromIssuer(jwt: string, iss: unknown): Promise<SignedRequest> {
    const by = this.statements.issuer(typeof iss === 'string' ? iss : undefined);
    if (!by)
      throw unapprovedSoftwareStatement(
        'must be in the request JWT, or a trusted issuer must have signed that',
        'add the statement of a trusted issuer',
      );
    const claims = await this.statements.verifyFrom(by, jwt, this.expected, notGenuine);
    return { claims, vouched: this.statements.approved({ by, claims }), statement: jwt };
  }

  private async keysOf({ claims }: Vouched): Promise<KeySet> {
    if (isKeySet(claims['jwks'])) return claims['jwks'];
    const address = KEY_ADDRESSES.map((name) => claims[name]).find((value) => typeof value === 'string');
    if (address === undefined)
      throw unapprovedSoftwareStatement('must give the keys of the software', 'have its issuer add jwks_uri');
    return this.keys.ofSoftware(address);
  }

  private get expected(): Expected {
    const { ISSUER } = this.environment;
    return {
      audience: [ISSUER, `${ISSUER}/register`],
      requiredClaims: ['exp', 'jti'],
      maxTokenAge: MAX_AGE,
    };
  }
}

const REQUEST = 'the request JWT';

const claimsOf = (jwt: string): JWTPayload => {
  try {
    return unverifiedClaims(jwt);
  } catch (cause) {
    throw invalidClientMetadata(REQUEST, 'must be a JWT signed with an asymmetric algorithm', 'sign it anew', cause);
  }
};

const notGenuine = (cause: unknown): OAuthError =>
  invalidClientMetadata(
    REQUEST,
    'must be signed by a key of the software statement, or by a trusted issuer, with our issuer as aud and with iat, exp and jti',
    'sign it anew',
    cause,
  );
