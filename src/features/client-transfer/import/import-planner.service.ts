import { Injectable } from '@nestjs/common';
import { type AdmittingPolicy, Client, type ClientStatus } from '../../../clients/client.entity';
import type { ImportOfClient } from '../../../clients/client-lineage';
import { NEW_CLIENT_STATE } from '../../../clients/client.factory';
import { isObject } from '../../../core/json/json';
import type { StoredMetadata } from '../../../core/metadata/client-metadata';
import { ClientMetadataReader } from '../../../core/metadata/client-metadata.reader';
import { PoliciesService } from '../../../governance/policies/policies.service';
import { PolicyOptions } from '../../../governance/policies/policy-options';
import type { RegistrationPolicy } from '../../../governance/policies/registration-policy';
import { DEFAULT_OPEN } from '../../../governance/policies/policy-names';
import { KeyRing } from '../../../platform/secrets/key-ring';
import { type ClientDraft, type ImportNote, isLeftOut, type Json } from '../formats/client-draft';
import { clientIdFaultOf } from './client-id-fault';
import { ImportedSecretsService } from './imported-secrets.service';
import type { ImportOptions } from './import-options';
import type { ImportReport } from './import-report';
import { readLeavingOut, readOrRefuse } from './read-metadata';

/** A client of a file that keeps the rules of this server, and may be written. */
export interface PlannedClient {
  readonly entry: number;
  readonly client: Client;
  /** The client as the file has it, by which it is recognised when it comes again. */
  readonly text: string;
  readonly draft: ClientDraft;
  readonly notes: readonly ImportNote[];
}

/** Decides what an entry of a file becomes, without the clients that are there. */
@Injectable()
export class ImportPlannerService {
  private readonly reader: ClientMetadataReader;

  constructor(
    private readonly policies: PoliciesService,
    private readonly secrets: ImportedSecretsService,
    private readonly ring: KeyRing,
    options: PolicyOptions,
  ) {
    this.reader = new ClientMetadataReader(options.operator);
  }

  /** The client of an entry, or the report of one that is not imported. `policy` is the one that clients must keep. */
  async plan(
    value: unknown,
    entry: number,
    { format, leavesOut, digest }: ImportOptions,
    policy: RegistrationPolicy | undefined,
  ): Promise<PlannedClient | ImportReport> {
    if (!isObject(value)) return refused(entry, '', [broken('the entry', 'must be a JSON object of 1 MiB at most')]);
    const read = format.read(value);
    if (isLeftOut(read)) return leftOut(entry, read.client_id, read.leftOut);
    const fault = clientIdFaultOf(read.client_id);
    if (fault !== undefined) return refused(entry, read.client_id, [...read.notes, broken('client_id', fault)]);
    const effect = leavesOut ? 'left out' : 'refused';
    const { metadata, sent, notes } = this.metadataOf(read, leavesOut, policy);
    const all = [...read.notes, ...faultNotes(read, effect), ...notes];
    if (!metadata) return refused(entry, read.client_id, all);
    const credentials = this.secrets.of(read, metadata, effect, policy?.rules);
    const { policies, notes: ofPolicies } = await this.policiesOf(read, policy, effect);
    all.push(...credentials.notes, ...ofPolicies, ...this.differences(sent, metadata));
    if (all.some((note) => note.effect === 'refused')) return refused(entry, read.client_id, all);
    const text = JSON.stringify(value);
    const client = this.clientOf(read, metadata, {
      ...credentials,
      policies,
      text,
      source: { from: format.name, file: digest },
      status: statusUnder(read, policy),
    });
    return { entry, client, text, draft: read, notes: all };
  }

  private metadataOf({ metadata }: ClientDraft, leavesOut: boolean, policy: RegistrationPolicy | undefined) {
    const read = (json: Json): StoredMetadata => {
      const stored = this.reader.read(policy ? policy.ofRequest(json) : json);
      return policy ? policy.ofResult(stored) : stored;
    };
    return leavesOut ? readLeavingOut(metadata, read) : readOrRefuse(metadata, read);
  }

  /** What this server dropped and changed of valid metadata, and members of an operator's own that it does not have. */
  private differences(sent: Json, metadata: StoredMetadata): ImportNote[] {
    const { ignored, dropped, changed } = this.reader.report(sent, metadata);
    return [
      ...ignored.map(({ member }) => leaving(member, 'this server has no such member')),
      ...dropped.map(({ member, values }) => leaving(member, `this server does not offer ${values.join(' ')}`)),
      ...changed.map((member): ImportNote => ({
        member,
        effect: 'changed',
        reason: 'a rule of this server changes it',
      })),
    ];
  }

  /** Every update of a client applies its policies, so each has to be there. */
  private async policiesOf(
    { columns }: ClientDraft,
    policy: RegistrationPolicy | undefined,
    effect: 'refused' | 'left out',
  ): Promise<{ policies: readonly AdmittingPolicy[] | null; notes: readonly ImportNote[] }> {
    const notes: ImportNote[] = [];
    const own: AdmittingPolicy[] = [];
    for (const one of columns.policies ?? [])
      if (one.name === DEFAULT_OPEN || (await this.policies.newest(one.name))) own.push(one);
      else notes.push({ member: 'policies', effect, reason: `the policy ${one.name} must be there; apply it first` });
    const names = new Set(own.map(({ name }) => name));
    const policies = [...own, ...(policy?.admitting ?? []).filter(({ name }) => !names.has(name))];
    return { policies: policies.length > 0 ? policies : null, notes };
  }

  private clientOf(
    { client_id, columns, origin, registered_at }: ClientDraft,
    metadata: StoredMetadata,
    {
      client_secrets,
      registration_access_tokens,
      policies,
      status,
      text,
      source,
    }: Pick<Client, 'client_secrets' | 'registration_access_tokens' | 'policies' | 'status'> & {
      readonly text: string;
      readonly source: Pick<ImportOfClient, 'from' | 'file'>;
    },
  ): Client {
    const now = new Date();
    return Object.assign(new Client(), {
      ...NEW_CLIENT_STATE,
      created_at: now,
      updated_at: now,
      ...columns,
      status,
      client_id,
      origin: 'registration',
      metadata,
      client_secrets,
      registration_access_tokens,
      policies: policies ?? null,
      lineage: {
        ...columns.lineage,
        import: {
          ...{ ...source, digest: this.ring.hash(text) },
          ...(registered_at && { registered_at: registered_at.getTime() }),
          ...origin,
        },
      },
    } satisfies Client);
  }
}

/** The status of a new client. One that is active in an own export was approved under the policies that it has there. */
const statusUnder = ({ columns }: ClientDraft, policy: RegistrationPolicy | undefined): ClientStatus => {
  const { status = NEW_CLIENT_STATE.status, policies } = columns;
  const had = new Set(policies?.map(({ name }) => name));
  const isApproved = policy?.rules.require_approval !== true || policy.admitting.every(({ name }) => had.has(name));
  return status === 'active' && !isApproved ? 'pending' : status;
};

const faultNotes = ({ faults }: ClientDraft, effect: 'refused' | 'left out'): ImportNote[] =>
  faults.map(({ member, value, reason }) => ({
    member,
    effect,
    reason: typeof value === 'string' && value.length < 200 ? `${value} ${reason}` : reason,
  }));

const broken = (member: string, reason: string): ImportNote => ({ member, effect: 'refused', reason });
const leaving = (member: string, reason: string): ImportNote => ({ member, effect: 'left out', reason });

const refused = (entry: number, client_id: string, notes: readonly ImportNote[]): ImportReport => ({
  ...{ entry, client_id, outcome: 'refused', notes },
});

const leftOut = (entry: number, client_id: string, reason: string): ImportReport => ({
  ...{ entry, client_id, outcome: 'left out', notes: [leaving('the client', reason)] },
});

/** Whether an entry is decided already: it is no client that may be written. */
export const isDecided = (planned: PlannedClient | ImportReport): planned is ImportReport => 'outcome' in planned;
