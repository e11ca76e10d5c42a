import { Injectable } from '@nestjs/common';
import { approvalAfterUpdate } from '../clients/status/approval-after-update';
import { fingerprintOf } from '../clients/client-fingerprint';
import { ClientEventsService } from '../clients/events/client-events.service';
import { sha256 } from '../core/hash/sha256';
import { canonicalJson } from '../core/json/canonical-json';
import type { StoredMetadata } from '../core/metadata/client-metadata';
import type { RequestContext } from '../core/request-context';
import { EventLogService } from '../event-log/event-log.service';
import type { UnitOfWork } from '../platform/database/unit-of-work';
import { type UnitHolder, UnitsOfWorkService } from '../platform/database/units-of-work.service';
import type { ValidatedRequest } from '../registration-requests/registration-request.validator';
import { ClientDocument } from './client-document.entity';
import { ClientDocumentRepository, StaleDocument } from './client-document.repository';
import { clientOfDocument, isRead, withdrawsKeys } from './document-client';
import type { FetchedDocument } from './document-fetcher.service';
import { hostOfDocument } from './document-identifier';
import { DocumentOptions } from './document-options';

type ContextOfUnit = RequestContext & { readonly unit: UnitOfWork };

/** Stores the valid states of client id metadata documents, with the event of each change in the same commit. */
@Injectable()
export class DocumentStoreService {
  constructor(
    private readonly documents: ClientDocumentRepository,
    private readonly units: UnitsOfWorkService,
    private readonly events: ClientEventsService,
    private readonly log: EventLogService,
    private readonly options: DocumentOptions,
  ) {}

  /**
   * Stores a state that was read now and gives what is stored then. If another node stores another state at the same time,
   * that one counts. What the operator decided about the document stays.
   */
  async keep(
    context: RequestContext & UnitHolder,
    client_id: string,
    fetched: FetchedDocument,
    validated: ValidatedRequest,
  ): Promise<ClientDocument> {
    const known = await this.documents.find(client_id);
    const state = this.stateOf(client_id, fetched, validated);
    try {
      return await this.units.run(context, (_unit, contextOfUnit) =>
        known ? this.change(contextOfUnit, known, state, validated) : this.add(contextOfUnit, state, validated),
      );
    } catch (error) {
      const stored = error instanceof StaleDocument ? await this.documents.find(client_id) : undefined;
      if (!stored) throw error;
      return stored;
    }
  }

  private add(context: ContextOfUnit, state: State, { policy }: ValidatedRequest): ClientDocument {
    const status = policy?.rules.require_approval === true ? 'pending' : 'active';
    const { fetched_at } = state;
    const added = {
      ...state,
      status,
      reason: null,
      consent_disabled_at: null,
      created_at: fetched_at,
      last_used_at: fetched_at,
    } as const;
    this.documents.insert(context.unit, added);
    const { metadata, client_id, policies } = state;
    this.log.addTo(context.unit, context, {
      type: 'client_document.added',
      client_id,
      ...(policies && { policies }),
      data: { metadata: { ...metadata, software_statement: undefined }, status },
    });
    return added;
  }

  private change(
    context: ContextOfUnit,
    known: ClientDocument,
    state: State,
    { policy }: ValidatedRequest,
  ): ClientDocument {
    const { metadata } = state;
    const waits =
      known.status === 'active' &&
      known.metadata !== null &&
      approvalAfterUpdate(context, known.metadata, metadata, policy?.rules) !== undefined;
    const set = {
      ...state,
      status: waits ? ('pending' as const) : known.status,
      ...(isRecognised(known, metadata) ? {} : { consent_disabled_at: null }),
    };
    const after = { ...known, ...set };
    this.documents.update(context.unit, known, set);
    if (known.fingerprint !== state.fingerprint && isRead(known))
      this.events.publish(context, {
        type: 'ClientDocumentChanged',
        client: clientOfDocument(after, false),
        before: clientOfDocument(known, false),
        withdrawsKeys: withdrawsKeys(known.metadata, metadata),
      });
    return after;
  }

  private stateOf(client_id: string, { freshSeconds, ...fetched }: FetchedDocument, validated: ValidatedRequest) {
    const now = Date.now();
    const { metadata, policy } = validated;
    const at = new Date(now);
    const fresh = now + freshSeconds * 1000;
    return {
      client_id,
      host: hostOfDocument(client_id),
      document: fetched.document as NonNullable<ClientDocument['document']>,
      metadata,
      policies: policy?.admitting ?? null,
      fingerprint: hashOf(metadata),
      etag: fetched.etag,
      last_modified: fetched.last_modified,
      fetched_at: at,
      checked_at: at,
      failure: null,
      fresh_until: new Date(fresh),
      usable_until: new Date(fresh + this.options.staleSeconds * 1000),
    };
  }
}

/** Whether the members by which users recognise the client are as before: the trust ends when one of these members changes. */
const isRecognised = ({ metadata: before }: Pick<ClientDocument, 'metadata'>, metadata: StoredMetadata): boolean =>
  before !== null && fingerprintOf({ metadata: before }) === fingerprintOf({ metadata });

/** Metadata without the members that have no value: only what is stored counts. */
const hashOf = (metadata: StoredMetadata): string => {
  const text = JSON.stringify(metadata);
  return sha256(canonicalJson(JSON.parse(text)) ?? text);
};

type State = ReturnType<DocumentStoreService['stateOf']>;
