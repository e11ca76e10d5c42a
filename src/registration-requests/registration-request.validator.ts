import { Injectable } from '@nestjs/common';
import { ClientMetadataReaderRegistry } from '../clients/client-metadata-reader.registry';
import type { Client } from '../clients/client.entity';
import { invalidClientMetadata } from '../core/errors/registration-errors';
import type { RequestContext } from '../core/request-context';
import type { StoredMetadata } from '../core/metadata/client-metadata';
import type { RequestReport } from '../core/metadata/request-report';
import type { Caller } from '../platform/http/caller';
import type { RegistrationPayload } from './dto/registration-payload.dto';
import { SectorIdentifierValidator } from './sector-identifier.validator';
import { SingleUseService, type SingleUse } from './software-statements/single-use.service';
import { StatementMergeService } from './software-statements/statement-merge.service';

/** What is known of a request besides its body. */
export interface KnownOfRequest {
  /** The client that is changed; absent when a client is registered. */
  readonly client?: Pick<Client, 'client_id' | 'metadata'>;
  /** Who waits for it. */
  readonly caller: Caller;
}

/** Metadata that may be registered, and what is used up by that: see {@link SingleUseService.consume}. */
export interface ValidatedRequest {
  readonly metadata: StoredMetadata;
  readonly uses: SingleUse;
  /** What became of the request, for those who try one: see {@link RequestReport}. */
  readonly report: () => RequestReport;
}

/**
 * The one place where client metadata are let in: registration, update and dry run all pass here, and so hold the same
 * rules (RFC 7591 section 3.1, RFC 7592 section 2.2). Nothing is changed here.
 */
@Injectable()
export class RegistrationRequestValidator {
  constructor(
    private readonly readers: ClientMetadataReaderRegistry,
    private readonly statements: StatementMergeService,
    private readonly sector: SectorIdentifierValidator,
    private readonly statementUses: SingleUseService,
  ) {}

  /**
   * Takes the payload of a request, returns valid metadata: the software statement is merged, every rule is applied, the
   * sector document is fetched. Throws `InvalidRegistration` and `CallerLeft`.
   */
  async validate(
    context: RequestContext,
    payload: RegistrationPayload,
    { client, caller }: KnownOfRequest,
  ): Promise<ValidatedRequest> {
    const merged = await this.statements.merge(context, payload, client?.metadata);
    const reader = this.readers.of(context.issuer);
    const metadata = this.statements.restrict(context, reader.read(merged.json, client?.metadata), merged);
    refuseIfTooLarge(metadata);
    if (metadata.sector_identifier_uri !== undefined) await caller.whileThere(this.sector.check(metadata));
    await this.statementUses.check(merged.uses, client?.client_id);
    const report = (): RequestReport => reader.report(Object(merged.json) as Record<string, unknown>, metadata);
    return { metadata, uses: merged.uses, report };
  }
}

/** As large as the largest request, so that whatever a client is told of itself can be sent back. */
const MOST_BYTES = 64 * 1024;

/** A client is bounded as a whole: each update may be merged with what the one before it left. */
const refuseIfTooLarge = (metadata: StoredMetadata): void => {
  if (Buffer.byteLength(JSON.stringify(metadata)) > MOST_BYTES)
    throw invalidClientMetadata(
      'the client metadata',
      `must be ${MOST_BYTES} bytes of JSON at most, all members together`,
      'shorten or leave out the longest of them',
    );
};
