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

/** The claims of a trusted issuer about a piece of software. */
export interface VerifiedStatement {
  readonly by: TrustedIssuer;
  readonly claims: JWTPayload;
}

/** Verifies software statements (RFC 7591 section 2.3): their issuer, their signature, the approval of their software. */
@Injectable()
export class SoftwareStatementsService {
  private readonly trusted: ReadonlyMap<string, TrustedIssuer>;

  constructor(
    { issuers }: SoftwareStatementOptions,
    private readonly keys: IssuerKeysService,
  ) {
    this.trusted = new Map(issuers.map((issuer) => [issuer.issuer, issuer]));
  }

  /** Whether any issuer is trusted. If none is, statements are ignored (RFC 7591 section 3.1.1). */
  get areSupported(): boolean {
    return this.trusted.size > 0;
  }

  /** The media types of a registration request: JSON, and JWT if statements are supported. */
  get mediaTypes(): readonly string[] {
    return [...MEDIA_TYPES.json, ...(this.areSupported ? MEDIA_TYPES.jwt : [])];
  }

  /** The trusted issuer with this name. */
  issuer(iss: string | undefined): TrustedIssuer | undefined {
    return this.trusted.get(iss ?? '');
  }

  /**
   * Takes the value of `software_statement`, returns its claims. Throws `InvalidRegistration`:
   * invalid_software_statement unless it is signed, current and intended for this server, unapproved_software_statement
   * for an issuer that is not trusted and for denied software.
   */
  async verify(context: RequestContext, statement: unknown): Promise<VerifiedStatement> {
    const by = this.issuerOf(statement);
    const audience = audienceOf(context, statement as string, by);
    const { max_age: maxTokenAge } = by;
    const expected = { ...(audience && { audience }), ...(maxTokenAge !== undefined && { maxTokenAge }) };
    const claims = await this.verifyFrom(by, statement as string, expected, notGenuine);
    if (claims['software_statement'] !== undefined)
      throw invalidSoftwareStatement('must not contain another statement', NEW_STATEMENT);
    return this.requireApproved({ by, claims });
  }

  /** The statement that a client registered with: it was verified then; its issuer must still be trusted. */
  verifyAgain(statement: string): VerifiedStatement {
    return this.requireApproved({ by: this.issuerOf(statement), claims: unverifiedClaims(statement) });
  }

  /**
   * The claims of a JWT signed by a trusted issuer. Throws what `refuse` returns, and 503 if the keys cannot be fetched
   * now.
   */
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

  /** Returns the statement. Throws `InvalidRegistration` for software that the operator denies. */
  requireApproved(verified: VerifiedStatement): VerifiedStatement {
    const { software_id } = verified.claims;
    if (typeof software_id === 'string' && verified.by.denied_software.includes(software_id))
      throw unapprovedSoftwareStatement('must be about software that is approved here', 'ask the operator');
    return verified;
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
