import { Injectable } from '@nestjs/common';
import type { JWTPayload } from 'jose';
import { OAuthError } from '../../core/errors/oauth-error';
import type { RequestContext } from '../../core/request-context';
import type { TrustedIssuer } from '../../platform/config/software-statement-issuers';
import { MEDIA_TYPES } from '../../platform/http/media-types';
import { IssuerKeysService } from './issuer-keys.service';
import { SoftwareStatementOptions } from './software-statement-options';
import {
  invalidSoftwareStatement,
  NEW_STATEMENT,
  statementNotSigned,
  unapprovedSoftwareStatement,
  untrustedStatementIssuer,
} from '../../core/errors/refusals';
import { MUST_NAME_ITS_KEY } from './statement-errors';
import { type Expected, isAmbiguous, unverifiedClaims, verifiedClaims } from './verified-jwt';

/** What a trusted issuer says about a piece of software. */
export interface VerifiedStatement {
  readonly by: TrustedIssuer;
  readonly claims: JWTPayload;
}

/** Software statements (RFC 7591 section 2.3): who issued them, whether they are genuine, whether they are approved. */
@Injectable()
export class SoftwareStatementsService {
  private readonly trusted: ReadonlyMap<string, TrustedIssuer>;

  constructor(
    { issuers }: SoftwareStatementOptions,
    private readonly keys: IssuerKeysService,
  ) {
    this.trusted = new Map(issuers.map((issuer) => [issuer.issuer, issuer]));
  }

  /** Whether statements mean anything here; where they do not they are ignored (RFC 7591 section 3.1.1). */
  get areSupported(): boolean {
    return this.trusted.size > 0;
  }

  /** What a registration request may be: JSON, and a JWT where statements are supported. */
  get mediaTypes(): readonly string[] {
    return [...MEDIA_TYPES.json, ...(this.areSupported ? MEDIA_TYPES.jwt : [])];
  }

  /** The trusted issuer of this name, if it is one. */
  issuer(iss: string | undefined): TrustedIssuer | undefined {
    return this.trusted.get(iss ?? '');
  }

  /**
   * Takes the value of `software_statement`, gives its claims. Throws `InvalidRegistration`: invalid_software_statement
   * for what is no genuine, current statement for us, unapproved_software_statement for strange issuers and denied
   * software.
   */
  async verify(context: RequestContext, statement: unknown): Promise<VerifiedStatement> {
    const by = this.issuerOf(statement);
    const audience = audienceOf(context, statement as string, by);
    const { max_age: maxTokenAge } = by;
    const expected = { ...(audience && { audience }), ...(maxTokenAge !== undefined && { maxTokenAge }) };
    const claims = await this.verifyFrom(by, statement as string, expected, notGenuine);
    if (claims['software_statement'] !== undefined)
      throw invalidSoftwareStatement('must not contain another statement', NEW_STATEMENT);
    return this.approved({ by, claims });
  }

  /** The statement that a client registered with: it was verified then, and only whom we trust may have changed since. */
  again(statement: string): VerifiedStatement {
    return this.approved({ by: this.issuerOf(statement), claims: unverifiedClaims(statement) });
  }

  /** The claims of a JWT signed by a trusted issuer. Throws what `refuse` makes of the failure, and 503 for want of keys. */
  async verifyFrom(
    by: TrustedIssuer,
    jwt: string,
    expected: Expected,
    refuse: (cause: unknown) => Error,
  ): Promise<JWTPayload> {
    const exactly = { ...expected, issuer: by.issuer };
    try {
      return await verifiedClaims(jwt, this.keys.of(by), exactly);
    } catch (cause) {
      throw cause instanceof OAuthError ? cause : refuse(cause);
    }
  }

  /** Refuses software that the operator does not want. */
  approved(vouched: VerifiedStatement): VerifiedStatement {
    const { software_id } = vouched.claims;
    if (typeof software_id === 'string' && vouched.by.denied_software.includes(software_id))
      throw unapprovedSoftwareStatement('must be about software that is approved here', 'ask the operator');
    return vouched;
  }

  private issuerOf(statement: unknown): TrustedIssuer {
    const claims = claimsOf(statement);
    if (typeof claims.iss !== 'string' || claims.iss === '')
      throw invalidSoftwareStatement('must have the claim iss', NEW_STATEMENT);
    const by = this.issuer(claims.iss);
    if (!by) throw untrustedStatementIssuer();
    return by;
  }
}

/** The audiences of which a statement must name one; `undefined` if it names none (RFC 7519 section 4.1.3). */
const audienceOf = (
  { issuer }: RequestContext,
  statement: string,
  { audiences }: TrustedIssuer,
): string[] | undefined => {
  if (audiences) return [...audiences];
  return unverifiedClaims(statement).aud === undefined ? undefined : [...issuer.registrationAudiences];
};

const notGenuine = (cause: unknown): OAuthError =>
  isAmbiguous(cause)
    ? invalidSoftwareStatement(MUST_NAME_ITS_KEY, NEW_STATEMENT, cause)
    : invalidSoftwareStatement('must be signed by its issuer, current and meant for this server', NEW_STATEMENT, cause);

const claimsOf = (statement: unknown): JWTPayload => {
  if (typeof statement !== 'string') throw invalidSoftwareStatement('must be a string', 'send the signed JWT');
  try {
    return unverifiedClaims(statement);
  } catch (cause) {
    throw statementNotSigned(cause);
  }
};
