import { Injectable } from '@nestjs/common';
import type { Client } from '../../../clients/client.entity';
import { ClientRepository } from '../../../clients/client.repository';
import { ClientsService } from '../../../clients/clients.service';
import { StaleClient } from '../../../clients/stale-client';
import type { RequestContext } from '../../../core/request-context';
import { isDuplicate } from '../../../platform/database/duplicate';
import type { UnitOfWork } from '../../../platform/database/unit-of-work';
import { UnitsOfWorkService } from '../../../platform/database/units-of-work.service';
import { KeyRing } from '../../../platform/secrets/key-ring';
import { SecretVaultService } from '../../../platform/secrets/secret-vault.service';
import type { ImportNote } from '../formats/client-draft';
import type { ImportOptions } from './import-options';
import type { PlannedClient } from './import-planner.service';
import type { ImportOutcome, ImportReport } from './import-report';
import { hasSecretsOf, isSameClient } from './present-client';

/** What is done with a planned client, and the client that is there. */
interface Decision {
  readonly planned: PlannedClient;
  readonly outcome: ImportOutcome;
  readonly present?: Client;
  readonly note?: ImportNote;
}

/** Adds to the unit of a batch. */
type AlsoInUnit = (unit: UnitOfWork) => void;

const MOST_ATTEMPTS = 3;

/** Writes the planned clients of a batch in one commit. */
@Injectable()
export class ImportWriterService {
  private readonly comparison: { readonly vault: SecretVaultService; readonly ring: KeyRing };

  constructor(
    private readonly repository: ClientRepository,
    private readonly clients: ClientsService,
    private readonly units: UnitsOfWorkService,
    private readonly vault: SecretVaultService,
    ring: KeyRing,
  ) {
    this.comparison = { vault, ring };
  }

  /**
   * Writes those of the clients that are new or, if the options say so, changed. A batch that loses against another writer
   * is decided again; in the end each client is written alone, so that one that cannot be written does not stop the others.
   */
  async write(
    context: RequestContext,
    batch: readonly PlannedClient[],
    options: ImportOptions,
    also: AlsoInUnit,
  ): Promise<readonly ImportReport[]> {
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
      const decisions = await this.decide(batch, options);
      if (options.isTrial || (await this.isWritten(context, decisions, also))) return decisions.map(reportOf);
    }
    const reports: ImportReport[] = [];
    for (const planned of batch) reports.push(await this.writeAlone(context, planned, options));
    await this.units.run(context, also);
    return reports;
  }

  private async writeAlone(
    context: RequestContext,
    planned: PlannedClient,
    options: ImportOptions,
  ): Promise<ImportReport> {
    const [decision] = await this.decide([planned], options);
    if (decision && (await this.isWritten(context, [decision], () => undefined))) return reportOf(decision);
    const reason = 'another client has the same software instance or equal registration, or another writer changed it';
    return reportOf({ planned, outcome: 'refused', note: { member: 'client_id', effect: 'refused', reason } });
  }

  /** Whether the decisions were written; false if another writer was first. */
  private async isWritten(context: RequestContext, decisions: readonly Decision[], also: AlsoInUnit): Promise<boolean> {
    try {
      await this.units.run(context, async (unit, contextOfUnit) => {
        also(unit);
        for (const decision of decisions) await this.put(contextOfUnit, decision);
      });
      return true;
    } catch (error) {
      if (error instanceof StaleClient || isDuplicate(error)) return false;
      throw error;
    }
  }

  private async put(
    context: RequestContext,
    { planned: { client, draft }, outcome, present }: Decision,
  ): Promise<void> {
    if (outcome === 'imported') await this.clients.register(context, client);
    if (outcome !== 'updated' || !present) return;
    const { metadata, status } = client;
    const keepsSecrets = draft.secrets.length === 0 || hasSecretsOf(present, draft, this.vault);
    const keepsTokens = client.registration_access_tokens.length === 0;
    await this.clients.update(context, present, {
      metadata,
      software_instance: client.software_instance ?? present.software_instance ?? null,
      policies: client.policies ?? present.policies ?? null,
      client_secrets: keepsSecrets ? present.client_secrets : client.client_secrets,
      registration_access_tokens: keepsTokens ? present.registration_access_tokens : client.registration_access_tokens,
      ...(status !== present.status && { status, status_change: { at: context.at.getTime(), by: context.actor } }),
    });
  }

  /** Reads the clients that are there, all in one query. */
  private async decide(batch: readonly PlannedClient[], options: ImportOptions): Promise<readonly Decision[]> {
    const present = await Promise.all(batch.map(({ client }) => this.repository.find(client.client_id)));
    const first = new Map<string, PlannedClient>();
    return batch.map((planned, index) => {
      const twin = first.get(planned.client.client_id);
      if (twin) return decisionOnTwin(planned, twin);
      first.set(planned.client.client_id, planned);
      return this.decisionOn(planned, present[index], options);
    });
  }

  private decisionOn(planned: PlannedClient, present: Client | undefined, { updates }: ImportOptions): Decision {
    if (!present) return { planned, outcome: 'imported' };
    if (present.origin !== 'registration')
      return conflict(planned, 'a registrar or an administrator has this identifier');
    if (isSameClient(present, planned, this.comparison)) return { planned, outcome: 'unchanged' };
    if (!present.lineage?.import) return conflict(planned, 'a client that was registered here has this identifier');
    if (!updates)
      return conflict(planned, 'it differs from the client that was imported before; --update changes that one');
    return { planned, outcome: 'updated', present };
  }
}

const decisionOnTwin = (planned: PlannedClient, twin: PlannedClient): Decision =>
  planned.text === twin.text
    ? { planned, outcome: 'unchanged' }
    : conflict(planned, `the file has another client with this identifier, number ${twin.entry}`);

const conflict = (planned: PlannedClient, reason: string): Decision => ({
  planned,
  outcome: 'conflict',
  note: { member: 'client_id', effect: 'refused', reason },
});

const reportOf = ({ planned: { entry, client, notes }, outcome, note }: Decision): ImportReport => ({
  ...{ entry, client_id: client.client_id, outcome },
  notes: note ? [...notes, note] : notes,
});
