import { Injectable } from '@nestjs/common';
import { ClientEventsService } from '../clients/events/client-events.service';
import { RefusedOperation, UnknownResource } from '../core/errors/refused-operation';
import { requireReadable } from '../core/metadata/kinds/readable-reason';
import type { RequestContext } from '../core/request-context';
import { EventLogService } from '../event-log/event-log.service';
import type { UnitOfWork } from '../platform/database/unit-of-work';
import { UnitsOfWorkService } from '../platform/database/units-of-work.service';
import { clientOfDocument, isRead } from './document-client';
import { ClientDocument } from './client-document.entity';
import { ClientDocumentRepository, StaleDocument } from './client-document.repository';
import { DisabledDocumentHost } from './disabled-document-host.entity';
import { faultOfAddress, hostOfDocument, isDocumentAddress } from './document-identifier';
import { DocumentOptions } from './document-options';

/** What operators decide about client id metadata documents and their hosts. It takes effect with the next request, on every node. */
@Injectable()
export class DocumentDecisionsService {
  constructor(
    private readonly documents: ClientDocumentRepository,
    private readonly units: UnitsOfWorkService,
    private readonly events: ClientEventsService,
    private readonly log: EventLogService,
    private readonly options: DocumentOptions,
  ) {}

  /** Disables a document, whether or not it was read before. Throws {@link RefusedOperation} for another identifier or a bad reason. */
  async disable(context: RequestContext, client_id: string, reason?: string): Promise<void> {
    requireAddress(client_id, this.options);
    if (reason !== undefined) requireReadable(reason);
    await this.units.run(context, (unit) => {
      this.disableWith(unit, context, client_id, reason);
    });
  }

  /** Disables a document in a unit of work. */
  disableWith(unit: UnitOfWork, context: RequestContext, client_id: string, reason?: string): void {
    unit.addStep(async (manager) => {
      const changed = await manager.update(
        ClientDocument,
        { client_id },
        { status: 'disabled', reason: reason ?? null, consent_disabled_at: null },
      );
      if (changed.affected === 0) await manager.insert(ClientDocument, unread(client_id, reason) as object);
    });
    const data = reason === undefined ? {} : { reason };
    this.log.addTo(unit, context, { type: 'client_document.disabled', client_id, data });
  }

  /** Enables a document that is disabled or waits for approval. Throws {@link UnknownResource} and {@link RefusedOperation}. */
  async enable(context: RequestContext, client_id: string): Promise<void> {
    const known = await this.documents.find(client_id);
    if (!known) throw unknownDocument(client_id);
    if (known.status === 'active')
      throw new RefusedOperation('conflict', undefined, 'the document must be disabled or pending; it is active');
    await this.units.run(context, (unit) => {
      // A document that was never read is forgotten: there is nothing to enable, and the next authorization reads it.
      unit.addStep((manager) =>
        known.metadata === null
          ? manager.delete(ClientDocument, { client_id })
          : manager.update(ClientDocument, { client_id }, { status: 'active', reason: null }),
      );
      this.log.addTo(unit, context, { type: 'client_document.enabled', client_id, data: {} });
    });
  }

  /**
   * Decides whether users are asked about the client of a document, as `is_consent_disabled` of a registered client does. That
   * they are not asked ends when the document changes what users recognise the client by. Throws {@link UnknownResource}, and
   * {@link RefusedOperation} for a document that was not read, is disabled by itself or with its host, or changes at the same
   * time.
   */
  async decideConsent(context: RequestContext, client_id: string, isDisabled: boolean): Promise<void> {
    const known = await this.documents.find(client_id);
    if (!known) throw unknownDocument(client_id);
    const isRefused = known.status === 'disabled' || (await this.documents.findDisabledHost(known.host)) !== undefined;
    if (!isRead(known) || isRefused) throw documentNotRead();
    if ((known.consent_disabled_at !== null) === isDisabled) return;
    const after = { ...known, consent_disabled_at: isDisabled ? context.at : null };
    const [client, before] = [clientOfDocument(after, false), clientOfDocument(known, false)];
    try {
      await this.units.run(context, (unit, contextOfUnit) => {
        this.documents.update(unit, known, { consent_disabled_at: after.consent_disabled_at });
        this.events.publish(contextOfUnit, { type: 'ClientDocumentChanged', client, before, withdrawsKeys: false });
      });
    } catch (error) {
      if (!(error instanceof StaleDocument)) throw error;
      throw new RefusedOperation('conflict', undefined, 'the document was changed meanwhile; read it again');
    }
  }

  /**
   * Disables all documents of a host, those that are not known yet too. The trust of its documents ends, and does not come back
   * when the host is enabled. Throws {@link RefusedOperation} for a bad reason.
   */
  async disableHost(context: RequestContext, host: string, reason?: string): Promise<void> {
    requireHost(host);
    if (reason !== undefined) requireReadable(reason);
    const row = Object.assign(new DisabledDocumentHost(), { host, reason: reason ?? null, disabled_at: new Date() });
    await this.units.run(context, (unit) => {
      unit.addStep((manager) => manager.upsert(DisabledDocumentHost, row, ['host']));
      this.documents.endTrust(unit, host);
      const data = { host, ...(reason !== undefined && { reason }) };
      this.log.addTo(unit, context, { type: 'client_document_host.disabled', data });
    });
  }

  /** Permits the documents of a host again. Throws {@link UnknownResource} for a host that is not disabled. */
  async enableHost(context: RequestContext, host: string): Promise<void> {
    if (!(await this.documents.findDisabledHost(host))) throw unknownHost(host);
    await this.units.run(context, (unit) => {
      unit.addStep((manager) => manager.delete(DisabledDocumentHost, { host }));
      this.log.addTo(unit, context, { type: 'client_document_host.enabled', data: { host } });
    });
  }
}

/** No document of this address is known. */
export const unknownDocument = (client_id: string): UnknownResource =>
  new UnknownResource('client document', client_id, 'client_id');

/** Nobody can trust what was not read, or is disabled. */
export const documentNotRead = (): RefusedOperation =>
  new RefusedOperation('conflict', undefined, 'the document must be read and not disabled; refresh or enable it first');

/** The documents of this host are not disabled. */
export const unknownHost = (host: string): UnknownResource => new UnknownResource('disabled host', host, 'host');

/** Throws {@link RefusedOperation} for what is not the address of a document. */
export const requireAddress = (client_id: string, options: DocumentOptions): void => {
  if (!isDocumentAddress(client_id))
    throw new RefusedOperation('invalid', 'client_id', 'must be the https address of a document; write it in full');
  const fault = faultOfAddress(client_id, options);
  if (fault !== undefined) throw new RefusedOperation('invalid', 'client_id', fault.replace(/^client_id /, ''));
};

const requireHost = (host: string): void => {
  if (!URL.canParse(`https://${host}`) || new URL(`https://${host}`).host !== host)
    throw new RefusedOperation(
      'invalid',
      'host',
      'must be a host in lower case, with its port if that is not 443; write app.example or app.example:8443',
    );
};

/** The row of a document that was never read. */
const unread = (client_id: string, reason?: string): ClientDocument => {
  const never = new Date(0);
  return Object.assign(new ClientDocument(), {
    client_id,
    host: hostOfDocument(client_id),
    status: 'disabled' as const,
    reason: reason ?? null,
    consent_disabled_at: null,
    document: null,
    metadata: null,
    policies: null,
    fingerprint: '',
    etag: null,
    last_modified: null,
    ...{ fetched_at: never, checked_at: never, fresh_until: never, usable_until: never, failure: null },
    ...{ created_at: new Date(), last_used_at: new Date() },
  });
};
