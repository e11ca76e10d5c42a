import { Injectable } from '@nestjs/common';
import { RegistrationPermissions } from '../../clients/registration-permissions';
import { InvalidRegistration, invalidClientMetadata } from '../../core/errors/registration-errors';
import type { RequestContext } from '../../core/request-context';
import type { StoredMetadata } from '../../core/metadata/client-metadata';
import { jsonObject } from '../../core/metadata/json-object';
import { isBlank } from '../../core/metadata/not-sent';
import { patchedMetadata } from '../../core/metadata/patched-metadata';
import { narrowScope, withScope } from '../../core/metadata/scope';
import { scopeMatcher } from '../../core/metadata/scope-pattern';
import { isObject } from '../../core/json/json';
import { RegistrationJwtService } from './registration-jwt.service';
import { instanceOf, NO_SINGLE_USE, singleUseOfIssued, singleUseOfRequest, type SingleUse } from './single-use.service';
import { SoftwareStatementOptions } from './software-statement-options';
import { SoftwareStatementsService, type VerifiedStatement } from './software-statements.service';
import { statementOfClient } from './statement-of-client';
import type { StatementOfClient } from '../../clients/client-lineage';
import {
  metadataIn,
  signedMetadata,
  signedWins,
  textMembers,
  unlistedRedirect,
  withinStatement,
} from './statement-claims';
import type { RegistrationPayload } from '../dto/registration-payload.dto';
import { invalidSoftwareStatement, unapprovedSoftwareStatement } from '../../core/errors/refusals';

/** A registration request in which signed members have replaced the others. */
export interface MergedRequest {
  readonly json: unknown;
  readonly verified?: VerifiedStatement;
  /** Identifies the software statement, if there is one. */
  readonly statement?: StatementOfClient;
  readonly uses: SingleUse;
}

type Members = Readonly<Record<string, unknown>>;

/** Merges software statements and signed requests into plain client metadata (RFC 7591 section 3.1.1). */
@Injectable()
export class StatementMergeService {
  private readonly texts: ReadonlySet<string>;

  constructor(
    private readonly options: SoftwareStatementOptions,
    private readonly permissions: RegistrationPermissions,
    private readonly statements: SoftwareStatementsService,
    private readonly requests: RegistrationJwtService,
  ) {
    this.texts = textMembers(options.metadataExtensions);
  }

  /** Whether statements, and so signed requests, are supported. */
  get areSupported(): boolean {
    return this.statements.areSupported;
  }

  /** As {@link SoftwareStatementsService.mediaTypes}. */
  get mediaTypes(): readonly string[] {
    return this.statements.mediaTypes;
  }

  /**
   * Takes a request, returns plain JSON in which signed members have replaced the others and the statement is
   * unchanged. `current` are the metadata of a client that is updated: the statement that it registered with is
   * accepted even after it has expired. Throws `InvalidRegistration`.
   */
  async merge(
    context: RequestContext,
    submission: RegistrationPayload,
    current?: StoredMetadata,
  ): Promise<MergedRequest> {
    if ('jwt' in submission) return this.mergeSigned(context, submission.jwt, current);
    const { json } = submission;
    if (!isObject(json)) return { json, uses: NO_SINGLE_USE };
    const { software_statement: statement, ...sent } = json;
    if (!this.areSupported) return { json: sent, uses: NO_SINGLE_USE };
    if (isBlank(statement)) return { json: this.withoutStatement(sent), uses: NO_SINGLE_USE };
    const verified = await this.verifyStatement(context, statement, current);
    if (verified.by.request === 'jwt') throw mustBeSigned();
    return this.mergeStatement(sent, statement, verified, current);
  }

  /**
   * The request with members that the operator amends: `null` removes one. Signed members stay as they are. Throws
   * `InvalidRegistration` for other keys than those of the statement.
   */
  amend(request: MergedRequest, amendments: Members): MergedRequest {
    const sent = jsonObject(request.json);
    const json = { ...patchedMetadata(sent, amendments), software_statement: sent['software_statement'] };
    return { ...request, json: request.verified ? this.signed(json, request.verified) : json };
  }

  /** Takes valid metadata, returns the part that the statement permits. Throws `InvalidRegistration`. */
  restrict(context: RequestContext, metadata: StoredMetadata, { json, verified }: MergedRequest): StoredMetadata {
    if (!verified) return metadata;
    const unlisted = unlistedRedirect(metadata.redirect_uris, verified.claims);
    if (unlisted >= 0) throw unlistedRedirectUri(unlisted);
    const { scopes } = verified.by;
    return scopes ? this.narrow(context, metadata, scopes, isObject(json) ? json['scope'] : undefined) : metadata;
  }

  private async mergeSigned(context: RequestContext, jwt: string, current?: StoredMetadata): Promise<MergedRequest> {
    const { claims, verified, statement } = await this.requests.verify(context, jwt, (inner) =>
      this.verifyStatement(context, inner, current),
    );
    const merged = this.mergeStatement(metadataIn(claims), statement, verified, current);
    const once =
      statement === jwt
        ? singleUseOfIssued(verified, 'request')
        : [...merged.uses.once, ...singleUseOfRequest(claims, verified)];
    return { ...merged, uses: { ...merged.uses, once } };
  }

  private mergeStatement(
    sent: Members,
    statement: unknown,
    verified: VerifiedStatement,
    current?: StoredMetadata,
  ): MergedRequest {
    const isSpent = verified.by.single_use && !isStatementOf(current, statement);
    this.refuseUnlessRequired(verified);
    return {
      json: { ...this.signed(sent, verified), software_statement: statement },
      verified,
      statement: statementOfClient(verified, statement),
      uses: { once: isSpent ? singleUseOfIssued(verified, 'statement') : [], instance: instanceOf(verified) },
    };
  }

  private signed(sent: Members, { claims }: VerifiedStatement): Members {
    return signedWins(withinStatement(sent, claims), signedMetadata(claims, this.texts));
  }

  private async verifyStatement(
    context: RequestContext,
    statement: unknown,
    current?: StoredMetadata,
  ): Promise<VerifiedStatement> {
    return isStatementOf(current, statement)
      ? this.statements.verifyAgain(statement)
      : this.statements.verify(context, statement);
  }

  private withoutStatement(sent: Members): Members {
    if (this.options.isRequired)
      throw invalidSoftwareStatement('must be sent', 'obtain one from an issuer that is trusted here');
    return sent;
  }

  private refuseUnlessRequired({ by }: VerifiedStatement): void {
    if (!by.required && this.options.issuers.some(({ required }) => required))
      throw unapprovedSoftwareStatement('must be of an issuer that is required here', 'ask the operator');
  }

  /**
   * Limits the scopes to those that the issuer may grant. Of the default scopes the permitted ones are kept, even if
   * there are none.
   */
  private narrow(
    { issuer }: RequestContext,
    metadata: StoredMetadata,
    scopes: readonly string[],
    asked: unknown,
  ): StoredMetadata {
    const permissions = this.permissions.of(issuer);
    const isAsked = typeof asked === 'string' && asked !== '';
    const scopePolicy = isAsked ? permissions.scopePolicy : 'default';
    const defaultScopes =
      isAsked && scopePolicy === 'default' ? permissions.defaultScopes.filter(scopeMatcher(scopes)) : [];
    const narrowed = narrowScope(metadata.scope, { scopes, defaultScopes, scopePolicy });
    if (narrowed.refusal) throw invalidClientMetadata('scope', narrowed.refusal.rule, narrowed.refusal.remedy);
    return withScope(metadata, narrowed);
  }
}

/** Whether a client was registered with this statement. A client without a statement was not. */
const isStatementOf = (current: StoredMetadata | undefined, statement: unknown): statement is string =>
  typeof statement === 'string' && statement === current?.software_statement;

const unlistedRedirectUri = (index: number): InvalidRegistration =>
  new InvalidRegistration([
    {
      error: 'invalid_redirect_uri',
      member: `redirect_uris[${index}]`,
      rule: 'must be one of the software_redirect_uris of the software statement',
      remedy: 'use one of those',
    },
  ]);

const mustBeSigned = (): InvalidRegistration =>
  invalidClientMetadata(
    'the request body',
    'must be a JWT signed by a key of the software, as the issuer of the software statement is configured here',
    'send it as application/jwt by POST or PUT',
  );
