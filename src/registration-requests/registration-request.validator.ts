import { Injectable } from '@nestjs/common';
import { ClientMetadataReaderRegistry } from '../clients/client-metadata-reader.registry';
import type { Client } from '../clients/client.entity';
import type { StatementOfClient } from '../clients/client-lineage';
import { invalidClientMetadata } from '../core/errors/registration-errors';
import type { RequestContext } from '../core/request-context';
import type { StoredMetadata } from '../core/metadata/client-metadata';
import { jsonObject } from '../core/metadata/json-object';
import type { RequestReport } from '../core/metadata/request-report';
import { DecisionsService } from '../governance/decisions/decisions.service';
import { RegistrationPoliciesService } from '../governance/policies/registration-policies.service';
import type { RegistrationPolicy } from '../governance/policies/registration-policy';
import type { Caller } from '../platform/http/caller';
import type { RegistrationPayload } from './dto/registration-payload.dto';
import { SectorIdentifierValidator } from './sector-identifier.validator';
import { requirePermittedIssuer } from './software-statements/permitted-issuers';
import { SingleUseService, type SingleUse } from './software-statements/single-use.service';
import { type MergedRequest, StatementMergeService } from './software-statements/statement-merge.service';

/** What is known of a request besides its payload. */
export interface KnownOfRequest {
  /** The client that is changed; absent when a client is registered. */
  readonly client?: Pick<Client, 'client_id' | 'metadata' | 'policies' | 'initial_access_token' | 'registrar'>;
  /** The caller who waits for the response. */
  readonly caller: Caller;
  /** Whether nothing is stored. */
  readonly isTrial?: true;
}

/** Metadata that may be registered, and the one-time identifiers that it uses up: see {@link SingleUseService.consume}. */
export interface ValidatedRequest {
  readonly metadata: StoredMetadata;
  readonly uses: SingleUse;
  /** Identifies the software statement, if there is one. */
  readonly statement?: StatementOfClient | undefined;
  /** The policy that admits them, which may be a merged one, if there is any. */
  readonly policy: RegistrationPolicy | undefined;
  /** What was ignored, dropped, changed and added, for the response to a trial: see {@link RequestReport}. */
  readonly report: () => RequestReport;
}

/**
 * Validates all client metadata: those of registrations, trials and updates, so that the same rules apply to all of them
 * (RFC 7591 section 3.1, RFC 7592 section 2.2). Stores nothing.
 */
@Injectable()
export class RegistrationRequestValidator {
  constructor(
    private readonly readers: ClientMetadataReaderRegistry,
    private readonly statements: StatementMergeService,
    private readonly policies: RegistrationPoliciesService,
    private readonly sector: SectorIdentifierValidator,
    private readonly singleUse: SingleUseService,
    private readonly decisions: DecisionsService,
  ) {}

  /**
   * Takes the payload of a request, returns valid metadata. A step may replace what an earlier one returned, or refuse it.
   * The services of the operator are asked last, so that they see only what could be registered. Throws
   * `InvalidRegistration`, `TemporarilyUnavailable` and `CallerDisconnected`.
   */
  async validate(
    context: RequestContext,
    payload: RegistrationPayload,
    known: KnownOfRequest,
  ): Promise<ValidatedRequest> {
    const { client } = known;
    const request = await this.statements.merge(context, payload, client?.metadata);
    const policy = await this.policies.of(context, client, request.verified?.by.policy);
    requirePermittedIssuer(request.verified, policy);
    const proposed = await this.read(context, request, policy, known);
    await this.singleUse.check(request.uses, client?.client_id);
    const metadata = policy ? await this.decide(context, request, proposed, policy, known) : proposed;
    const report = (): RequestReport => this.readers.of(context.issuer).report(jsonObject(request.json), metadata);
    const { uses, statement } = request;
    return { metadata, uses, statement, policy, report };
  }

  /**
   * The metadata that a request results in. What changes the request before the table reads it belongs before `read`, what
   * restricts or refuses metadata after `restrict`.
   */
  private async read(
    context: RequestContext,
    request: MergedRequest,
    policy: RegistrationPolicy | undefined,
    { client, caller }: KnownOfRequest,
  ): Promise<StoredMetadata> {
    const json = policy ? policy.ofRequest(request.json, client?.metadata) : request.json;
    const read = this.readers.of(context.issuer).read(json, client?.metadata);
    const restricted = this.statements.restrict(context, read, request);
    const metadata = policy ? policy.ofResult(restricted) : restricted;
    refuseIfTooLarge(metadata);
    await this.sector.check(metadata, caller);
    return metadata;
  }

  /** What the decision services amend goes through the policy and the table as if the caller had sent it. */
  private decide(
    context: RequestContext,
    request: MergedRequest,
    metadata: StoredMetadata,
    policy: RegistrationPolicy,
    known: KnownOfRequest,
  ): Promise<StoredMetadata> {
    const { client, caller, isTrial = false } = known;
    return this.decisions.decide(context, {
      ...{ metadata, policy, caller, isTrial, statement: request.statement },
      ...(client && { client }),
      amended: (amendments) => this.read(context, this.statements.amend(request, amendments), policy, known),
    });
  }
}

/** As large as the largest request, so that a client can send back everything that a response contains. */
const MOST_BYTES = 64 * 1024;

/** Limits a client as a whole, however many updates were merged into it. */
const refuseIfTooLarge = (metadata: StoredMetadata): void => {
  if (Buffer.byteLength(JSON.stringify(metadata)) > MOST_BYTES)
    throw invalidClientMetadata(
      'the client metadata',
      `must be ${MOST_BYTES} bytes of JSON at most, all members together`,
      'shorten or leave out the longest of them',
    );
};
