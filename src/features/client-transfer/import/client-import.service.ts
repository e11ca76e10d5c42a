import { Injectable } from '@nestjs/common';
import { UnknownResource } from '../../../core/errors/refused-operation';
import type { RequestContext } from '../../../core/request-context';
import { PoliciesService } from '../../../governance/policies/policies.service';
import type { RegistrationPolicy } from '../../../governance/policies/registration-policy';
import { UnitsOfWorkService } from '../../../platform/database/units-of-work.service';
import { digestOfFile } from '../files/digest-of-file';
import { entriesOfFile } from '../files/entries-of-file';
import { type Decision, ImportDecisionsService, reportOf } from './import-decisions.service';
import type { ImportOptions, RequestedImport } from './import-options';
import { ImportPlaceRepository } from './import-place.repository';
import { ImportPlannerService, isDecided, type PlannedClient } from './import-planner.service';
import type { ImportReport } from './import-report';
import { ImportWriterService } from './import-writer.service';
import { TrialClients } from './trial-clients';

/** So many clients are committed together. */
const BATCH = 500;

/** An entry of the file: what it becomes, or the report of one that becomes nothing. */
type Planned = PlannedClient | ImportReport;

/** What the entries of a file are imported with. */
interface Surroundings {
  readonly policy: RegistrationPolicy | undefined;
  /** Remembers what would have been written; nothing if the import writes. */
  readonly trial: TrialClients | undefined;
  readonly resumed: (done: number) => void;
}

/** Imports the clients of a file. */
@Injectable()
export class ClientImportService {
  constructor(
    private readonly planner: ImportPlannerService,
    private readonly decisions: ImportDecisionsService,
    private readonly writer: ImportWriterService,
    private readonly places: ImportPlaceRepository,
    private readonly policies: PoliciesService,
    private readonly units: UnitsOfWorkService,
  ) {}

  /**
   * Imports a file of any size in the same memory; gives a report for each client once it is durable. An import that was
   * interrupted goes on after the last commit: `resumed` is called with the number of clients that were done before. Throws
   * `RefusedOperation` for an unknown policy and a file that cannot be read; what was committed before stays.
   */
  async *run(
    context: RequestContext,
    requested: RequestedImport,
    resumed: (done: number) => void,
  ): AsyncGenerator<ImportReport> {
    const policy = await this.policyNamed(requested.policy);
    const trial = requested.isTrial ? await TrialClients.open() : undefined;
    try {
      yield* this.entries(context, requested, { policy, trial, resumed });
    } finally {
      await trial?.close();
    }
  }

  private async *entries(
    context: RequestContext,
    requested: RequestedImport,
    { policy, trial, resumed }: Surroundings,
  ): AsyncGenerator<ImportReport> {
    const options = { ...requested, digest: await digestOfFile(requested.file) };
    const id = this.places.idOf(options);
    const before = trial ? 0 : await this.places.done(id);
    if (before > 0) resumed(before);
    let batch: Planned[] = [];
    let entry = 0;
    for await (const value of entriesOfFile(options.file, options.format.lists)) {
      entry += 1;
      if (entry <= before) continue;
      batch.push(await this.planner.plan(value, entry, options, policy));
      if (batch.length < BATCH) continue;
      yield* await this.write(context, batch, options, { id, done: entry, trial });
      batch = [];
    }
    if (batch.length > 0) yield* await this.write(context, batch, options, { id, done: entry, trial });
    if (!trial)
      await this.units.run(context, (unit) => {
        this.places.forget(unit, id);
      });
  }

  private async write(
    context: RequestContext,
    batch: readonly Planned[],
    options: ImportOptions,
    { id, done, trial }: { readonly id: string; readonly done: number; readonly trial: TrialClients | undefined },
  ): Promise<readonly ImportReport[]> {
    const planned = batch.filter((one): one is PlannedClient => !isDecided(one));
    const written = trial
      ? await this.try(context, planned, options, trial)
      : await this.writer.write(context, planned, options, (unit) => {
          this.places.store(unit, id, done);
        });
    return [...batch.filter(isDecided), ...written].sort((one, other) => one.entry - other.entry);
  }

  /** What would become of a batch after the batches before it, which were not written. */
  private async try(
    context: RequestContext,
    planned: readonly PlannedClient[],
    options: ImportOptions,
    trial: TrialClients,
  ): Promise<readonly ImportReport[]> {
    const decisions = await this.decisions.decide(context, planned, options, await trial.earlier(planned));
    const isWrite = ({ outcome }: Decision): boolean => outcome === 'imported' || outcome === 'updated';
    await trial.add(decisions.filter(isWrite).map((decision) => decision.planned));
    return decisions.map(reportOf);
  }

  private async policyNamed(name: string | undefined): Promise<RegistrationPolicy | undefined> {
    if (name === undefined) return undefined;
    const policy = await this.policies.newest(name);
    if (!policy) throw new UnknownResource('policy', name, 'policy');
    return policy;
  }
}
