import { Injectable } from '@nestjs/common';
import { ClientsService } from '../../../clients/clients.service';
import { approvalAfterUpdate } from '../../../clients/status/approval-after-update';
import { ValueTaken } from '../../../clients/reserved-values/value-taken';
import { StaleClient } from '../../../clients/stale-client';
import type { RequestContext } from '../../../core/request-context';
import { isDuplicate } from '../../../platform/database/duplicate';
import type { UnitOfWork } from '../../../platform/database/unit-of-work';
import { UnitsOfWorkService } from '../../../platform/database/units-of-work.service';
import { SecretVaultService } from '../../../platform/secrets/secret-vault.service';
import type { ImportNote } from '../formats/client-draft';
import { type Decision, ImportDecisionsService, policiesOf, reportOf } from './import-decisions.service';
import type { ImportOptions } from './import-options';
import type { PlannedClient } from './import-planner.service';
import type { ImportReport } from './import-report';
import { hasSecretsOf } from './present-client';
import { statusAfterImport } from './status-after-import';

/** Adds to the unit of a batch. */
type AlsoInUnit = (unit: UnitOfWork) => void;

const MOST_ATTEMPTS = 3;

/** Writes the planned clients of a batch in one commit. */
@Injectable()
export class ImportWriterService {
  constructor(
    private readonly decisions: ImportDecisionsService,
    private readonly clients: ClientsService,
    private readonly units: UnitsOfWorkService,
    private readonly vault: SecretVaultService,
  ) {}

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
      const decisions = await this.decisions.decide(context, batch, options);
      if (await this.isWritten(context, decisions, also)) return decisions.map(reportOf);
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
    const [decision] = await this.decisions.decide(context, [planned], options);
    if (decision && (await this.isWritten(context, [decision], () => undefined))) return reportOf(decision);
    const reason = 'another client has the same software instance or equal registration, or another writer changed it';
    const notes: ImportNote[] = [...planned.notes, { member: 'client_id', effect: 'refused', reason }];
    return reportOf({ planned, outcome: 'refused', notes });
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
      if (error instanceof StaleClient || error instanceof ValueTaken || isDuplicate(error)) return false;
      throw error;
    }
  }

  private async put(context: RequestContext, { planned, outcome, update }: Decision): Promise<void> {
    if (outcome === 'imported') await this.clients.register(context, planned.client);
    if (outcome === 'updated' && update) await this.update(context, planned, update);
  }

  private async update(
    context: RequestContext,
    { client, draft }: PlannedClient,
    { present, rules }: NonNullable<Decision['update']>,
  ): Promise<void> {
    const { metadata, lineage, registration_access_tokens } = client;
    const keepsSecrets = draft.secrets.length === 0 || hasSecretsOf(present, draft, this.vault);
    const keepsTokens = registration_access_tokens.length === 0;
    const status = statusAfterImport(present, draft.columns.status ?? 'active');
    await this.clients.update(context, present, {
      metadata,
      lineage: { ...present.lineage, ...lineage },
      software_instance: client.software_instance ?? present.software_instance ?? null,
      policies: policiesOf(present, client),
      client_secrets: keepsSecrets ? present.client_secrets : client.client_secrets,
      registration_access_tokens: keepsTokens ? present.registration_access_tokens : registration_access_tokens,
      ...(status !== present.status && { status, status_change: { at: context.at.getTime(), by: context.actor } }),
      ...(status === 'active' && approvalAfterUpdate(context, present.metadata, metadata, rules)),
    });
  }
}
