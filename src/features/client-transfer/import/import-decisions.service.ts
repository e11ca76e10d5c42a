import { Injectable } from '@nestjs/common';
import type { AdmittingPolicy, Client } from '../../../clients/client.entity';
import { ClientRepository } from '../../../clients/client.repository';
import { sha256 } from '../../../core/hash/sha256';
import type { RequestContext } from '../../../core/request-context';
import type { PolicyRules } from '../../../core/policy-document/policy-rules';
import { NO_POLICY } from '../../../governance/policies/policy-names';
import { RegistrationPoliciesService } from '../../../governance/policies/registration-policies.service';
import { KeyRing } from '../../../platform/secrets/key-ring';
import { SecretVaultService } from '../../../platform/secrets/secret-vault.service';
import type { ImportNote } from '../formats/client-draft';
import type { ImportOptions } from './import-options';
import { ImportPlannerService, isDecided, type PlannedClient } from './import-planner.service';
import type { ImportOutcome, ImportReport } from './import-report';
import { isSameClient } from './present-client';
import { statusAfterImport } from './status-after-import';
import { type EarlierClient, earlierClient } from './trial-clients';

/** What is done with a planned client. */
export interface Decision {
  readonly planned: PlannedClient;
  readonly outcome: ImportOutcome;
  /** The client that is updated, and the rules of its policies. */
  readonly update?: { readonly present: Client; readonly rules: PolicyRules | undefined };
  readonly notes: readonly ImportNote[];
}

/** Decides what is done with planned clients, by the clients that are there. */
@Injectable()
export class ImportDecisionsService {
  private readonly comparison: { readonly vault: SecretVaultService; readonly ring: KeyRing };

  constructor(
    private readonly repository: ClientRepository,
    private readonly planner: ImportPlannerService,
    private readonly policies: RegistrationPoliciesService,
    vault: SecretVaultService,
    ring: KeyRing,
  ) {
    this.comparison = { vault, ring };
  }

  /**
   * Decides about a batch. The clients that are there are read in one query. `earlier` has those of the file that come
   * before and are not there, because nothing is written.
   */
  async decide(
    context: RequestContext,
    batch: readonly PlannedClient[],
    options: ImportOptions,
    earlier: ReadonlyMap<string, EarlierClient> = new Map(),
  ): Promise<readonly Decision[]> {
    const present = await Promise.all(batch.map(({ client }) => this.repository.find(client.client_id)));
    const first = new Map(earlier);
    const decisions: Decision[] = [];
    for (const [index, planned] of batch.entries()) {
      const { client_id } = planned.client;
      const twin = first.get(client_id);
      if (!twin) first.set(client_id, earlierClient(planned));
      decisions.push(
        twin ? decisionOnTwin(planned, twin) : await this.decisionOn(context, planned, present[index], options),
      );
    }
    return decisions;
  }

  private async decisionOn(
    context: RequestContext,
    planned: PlannedClient,
    present: Client | undefined,
    options: ImportOptions,
  ): Promise<Decision> {
    if (!present) return { planned, outcome: 'imported', notes: planned.notes };
    if (present.origin !== 'registration')
      return conflict(planned, 'a registrar or an administrator has this identifier');
    if (isSameClient(present, planned, this.comparison)) return { planned, outcome: 'unchanged', notes: planned.notes };
    const before = present.lineage?.import;
    if (!before) return conflict(planned, 'a client that was registered here has this identifier');
    if (before.file === planned.client.lineage?.import?.file)
      return conflict(planned, 'the file has another client with this identifier; remove one of them');
    if (!options.updates)
      return conflict(planned, 'it differs from the client that was imported before; --update changes that one');
    return this.updateOf(context, planned, present, options);
  }

  /** Plans the client again under the policies that the one that is there has already. */
  private async updateOf(
    context: RequestContext,
    planned: PlannedClient,
    present: Client,
    options: ImportOptions,
  ): Promise<Decision> {
    const client = { policies: policiesOf(present, planned.client) };
    const policy = await this.policies.of(context, client, options.policy ?? NO_POLICY);
    const again = await this.planner.plan(JSON.parse(planned.text), planned.entry, options, policy);
    if (isDecided(again)) return { planned, outcome: again.outcome, notes: again.notes };
    const notes = [...again.notes, ...statusNotes(present, again)];
    return { planned: again, outcome: 'updated', update: { present, rules: policy?.rules }, notes };
  }
}

/** The policies of a client that is there, and those that the client of the file has besides. */
export const policiesOf = (present: Client, { policies }: Client): readonly AdmittingPolicy[] | null => {
  const before = present.policies ?? [];
  const added = (policies ?? []).filter(({ name }) => !before.some((one) => one.name === name));
  return before.length + added.length > 0 ? [...before, ...added] : null;
};

const statusNotes = (present: Client, { draft }: PlannedClient): ImportNote[] => {
  const wanted = draft.columns.status ?? 'active';
  const status = statusAfterImport(present, wanted);
  const reason = `an import does not make a client that is ${status} here ${wanted}`;
  return status === wanted ? [] : [{ member: 'status', effect: 'changed', reason }];
};

const decisionOnTwin = (planned: PlannedClient, twin: EarlierClient): Decision =>
  sha256(planned.text) === twin.digest
    ? { planned, outcome: 'unchanged', notes: planned.notes }
    : conflict(planned, `the file has another client with this identifier, number ${twin.entry}`);

const conflict = (planned: PlannedClient, reason: string): Decision => ({
  planned,
  outcome: 'conflict',
  notes: [...planned.notes, { member: 'client_id', effect: 'refused', reason }],
});

/** What is said about a decision. */
export const reportOf = ({ planned: { entry, client }, outcome, notes }: Decision): ImportReport => ({
  ...{ entry, client_id: client.client_id, outcome, notes },
});
