import { Injectable } from '@nestjs/common';
import { ClientRepository, type PoliciesOfClient } from '../../clients/client.repository';
import { InvalidRegistration, sentence } from '../../core/errors/registration-errors';
import { ClientMetadataReader } from '../../core/metadata/client-metadata.reader';
import type { StoredMetadata } from '../../core/metadata/client-metadata';
import { InvalidPolicy } from '../../core/metadata-policy/faults';
import { namingBoth, sentenceOf } from './contradictions';
import { MergedPolicies } from './merged-policies';
import { changedMembers, type MemberChange } from './metadata-changes';
import { PolicyOptions } from './policy-options';
import { RegistrationPoliciesService } from './registration-policies.service';
import type { RegistrationPolicy } from './registration-policy';

/** What a client would get if it sent its metadata unchanged in an update. */
export interface TriedClient {
  readonly client_id: string;
  /** Why the update would be refused; empty if it would not. */
  readonly reasons: readonly string[];
  /** The members that would have other values. */
  readonly changes: readonly MemberChange[];
}

/** A part of a trial. */
export interface TrialPage {
  /** How many clients were read. */
  readonly read: number;
  /** How many of them have the policy. */
  readonly tried: number;
  readonly clients: readonly TriedClient[];
  readonly last?: string;
}

interface Trial {
  /** The name of a policy. */
  readonly name: string;
  /** Policies that stand in for the newest versions of those with the same names. */
  readonly candidates: readonly RegistrationPolicy[];
  /** Gets the number of clients that were read so far, after each of them. */
  readonly report: (read: number) => void;
}

const PAGE = 500;

/** Tries policies on the clients that are registered. Changes nothing. */
@Injectable()
export class PolicyTrialsService {
  private readonly reader: ClientMetadataReader;
  private readonly merged: MergedPolicies;

  constructor(
    private readonly clients: ClientRepository,
    private readonly policies: RegistrationPoliciesService,
    options: PolicyOptions,
  ) {
    this.reader = new ClientMetadataReader(options.operator);
    this.merged = new MergedPolicies(options.operator);
  }

  /**
   * The clients that a policy admitted and for which an update with unchanged metadata would not be answered with the same
   * metadata. They are read by pages, so that any number of them takes the same memory.
   */
  async *affected({ name, candidates, report }: Trial): AsyncGenerator<TriedClient> {
    const known = new Map(candidates.map((policy) => [nameOf(policy), policy]));
    let page: PoliciesOfClient[];
    let [read, after] = [0, ''];
    do {
      page = await this.clients.policiesAfter(after, PAGE);
      for (const client of page) {
        const isOwn = client.policies?.some((policy) => policy.name === name);
        const outcome = isOwn ? await this.try(client, known) : undefined;
        if (outcome && (outcome.reasons.length > 0 || outcome.changes.length > 0)) yield outcome;
        report((read += 1));
      }
      after = page.at(-1)?.client_id ?? after;
    } while (page.length === PAGE);
  }

  /**
   * The same for the clients after an identifier, of which it reads `most`. `last` is the identifier of the last one that
   * was read, if more may follow.
   */
  async page({ name, candidates }: Omit<Trial, 'report'>, after: string, most: number): Promise<TrialPage> {
    const known = new Map(candidates.map((policy) => [nameOf(policy), policy]));
    const read = await this.clients.policiesAfter(after, most);
    const own = read.filter(({ policies }) => policies?.some((policy) => policy.name === name));
    const clients: TriedClient[] = [];
    for (const client of own) {
      const outcome = await this.try(client, known);
      if (outcome.reasons.length > 0 || outcome.changes.length > 0) clients.push(outcome);
    }
    const last = read.length < most ? undefined : read.at(-1)?.client_id;
    return { clients, read: read.length, tried: own.length, ...(last !== undefined && { last }) };
  }

  private async try(
    { client_id, metadata, policies }: PoliciesOfClient,
    known: Map<string, RegistrationPolicy>,
  ): Promise<TriedClient> {
    const holding = await this.policiesOf(
      (policies ?? []).map(({ name }) => name),
      known,
    );
    const policy = this.merged.of(holding);
    if (policy instanceof InvalidPolicy)
      return { client_id, reasons: policy.faults.map((fault) => sentenceOf(namingBoth(fault))), changes: [] };
    try {
      return { client_id, reasons: [], changes: changedMembers(metadata, this.updated(metadata, policy)) };
    } catch (error) {
      if (!(error instanceof InvalidRegistration)) throw error;
      return { client_id, reasons: error.faults.map(sentence), changes: [] };
    }
  }

  /** Each policy is read once, so that one version holds for the whole trial. */
  private async policiesOf(
    names: readonly string[],
    known: Map<string, RegistrationPolicy>,
  ): Promise<readonly RegistrationPolicy[]> {
    for (const policy of await this.policies.newest(names.filter((name) => !known.has(name))))
      known.set(nameOf(policy), policy);
    return [...new Set(names)].flatMap((name) => known.get(name) ?? []);
  }

  private updated(metadata: StoredMetadata, policy: RegistrationPolicy): StoredMetadata {
    return policy.ofResult(this.reader.read(policy.ofRequest(metadata, metadata), metadata));
  }
}

const nameOf = ({ admitting }: RegistrationPolicy): string => admitting[0]?.name ?? '';
