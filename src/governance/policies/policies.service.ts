import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { EntityManager } from 'typeorm';
import { InvalidPolicy } from '../../core/metadata-policy/faults';
import { parsePolicy } from '../../core/metadata-policy/parse-policy';
import { InvalidDocument } from '../../core/policy-document/document-faults';
import { type NamedPolicy, wholeDocumentOf } from '../../core/policy-document/named-policy';
import { readRules, ruleEntries, rulesOf } from '../../core/policy-document/policy-rules';
import { readPolicies } from '../../core/policy-document/read-policies';
import type { RequestContext } from '../../core/request-context';
import { EventLogService } from '../../event-log/event-log.service';
import { TransactionsService } from '../../platform/database/transactions.service';
import { isDuplicate } from '../../platform/database/duplicate';
import { contradictionsOf } from './contradictions';
import { environmentPolicy } from './environment-policy';
import { PoliciesRepository } from './policies.repository';
import { isReserved } from './policy-names';
import { PolicyOptions } from './policy-options';
import { unusableRules } from './unusable-rules';
import { PolicyVersion } from './policy-version.entity';
import { RefusedDocument } from './refused-document';
import { RegistrationPolicy } from './registration-policy';
import { tableMembers } from './table-members';

/** What became of one policy of a document. */
export interface AppliedPolicy {
  readonly name: string;
  /** The version that holds now. */
  readonly version: number;
  /** Whether the document made it. */
  readonly isNew: boolean;
}

/** A document in which all policies are correct. */
export type CheckedPolicies = readonly NamedPolicy[];

/** All prepared policies together have at most this number of characters of JSON. */
const MOST_CHARACTERS = 4 * 1024 * 1024;
const MOST_ATTEMPTS = 10;

/** Keeps policies, each version of them, and prepares them for requests. */
@Injectable()
export class PoliciesService {
  private readonly prepared = new LRUCache<string, RegistrationPolicy>({ maxSize: MOST_CHARACTERS });

  constructor(
    private readonly policies: PoliciesRepository,
    private readonly transactions: TransactionsService,
    private readonly options: PolicyOptions,
    private readonly log: EventLogService,
  ) {}

  /**
   * The newest version of a policy, as it stands in the database now, or nothing. Its number is read in a query that
   * requests share; a version never changes, so that it is prepared once.
   */
  async newest(name: string): Promise<RegistrationPolicy | undefined> {
    const version = await this.policies.newestVersion(name);
    return version === undefined ? undefined : (this.prepared.get(keyOf(name, version)) ?? this.prepare(name, version));
  }

  /** A version of a policy that is there. */
  async version(name: string, version: number): Promise<RegistrationPolicy> {
    return this.prepared.get(keyOf(name, version)) ?? this.prepare(name, version);
  }

  /**
   * Reads a document of policies; `file` is its name in faults. Throws {@link RefusedDocument} with all faults of the document, and
   * all contradictions to the lists of the environment.
   */
  check(text: string, file: string): CheckedPolicies {
    const { operator } = this.options;
    const members = tableMembers(operator.extensions.map(({ row }) => row));
    const document = readPolicies(text, { members, isReserved });
    if (document instanceof InvalidDocument) throw new RefusedDocument(file, document);
    const environment = environmentPolicy(this.options);
    const faults = document.policies.flatMap((policy) =>
      [...contradictionsOf(environment, policy), ...unusableRules(policy.rules, this.options)].map(
        ({ path, rule, remedy }) => document.faultAt(['policies', policy.name, ...path], rule, remedy),
      ),
    );
    if (faults.length > 0) throw new RefusedDocument(file, new InvalidDocument(faults));
    return document.policies;
  }

  /**
   * The policies of a document as they would hold if it were applied; it changes nothing. Throws what {@link check} throws.
   */
  async candidates(text: string, file: string): Promise<readonly RegistrationPolicy[]> {
    const candidates = this.check(text, file).map(async ({ name, ...policy }) => {
      const document = wholeDocumentOf(policy);
      const newest = await this.policies.newest(name);
      const isStored = newest?.content_hash === hashOf(document);
      return this.read(name, (newest?.version ?? 0) + (isStored ? 0 : 1), document);
    });
    return Promise.all(candidates);
  }

  /**
   * Adds a version of each policy of a document that differs from its newest version: of all of them, or of none. Policies
   * that the document does not have stay as they are. Throws what {@link check} throws.
   */
  async apply(context: RequestContext, text: string, file: string): Promise<readonly AppliedPolicy[]> {
    const policies = [...this.check(text, file)].sort((one, other) => (one.name < other.name ? -1 : 1));
    for (let attempts = 1; ; attempts += 1) {
      try {
        return await this.transactions.run(async (manager) => {
          const applied: AppliedPolicy[] = [];
          for (const policy of policies) applied.push(await this.applyOne(manager, context, policy));
          return applied;
        });
      } catch (error) {
        // Another node has added the same version meanwhile.
        if (attempts >= MOST_ATTEMPTS || !isDuplicate(error)) throw error;
      }
    }
  }

  private async applyOne(
    manager: EntityManager,
    context: RequestContext,
    { name, ...policy }: NamedPolicy,
  ): Promise<AppliedPolicy> {
    const document = wholeDocumentOf(policy);
    const content_hash = hashOf(document);
    const newest = await this.policies.newestWithin(manager, name);
    if (newest?.content_hash === content_hash) return { name, version: newest.version, isNew: false };
    const version = (newest?.version ?? 0) + 1;
    const added = { name, version, document, content_hash, created_at: new Date() };
    await this.policies.add(manager, Object.assign(new PolicyVersion(), added));
    await this.log.addWithin(manager, context, { type: 'policy.applied', data: { policy: name, version } });
    return { name, version, isNew: true };
  }

  private async prepare(name: string, version: number): Promise<RegistrationPolicy> {
    const stored = await this.policies.find(name, version);
    if (!stored) throw new Error(`there is no version ${version} of policy ${name}`);
    const prepared = this.read(name, version, stored.document);
    const size = JSON.stringify(stored.document).length;
    this.prepared.set(keyOf(name, version), prepared, { size });
    return prepared;
  }

  private read(name: string, version: number, document: PolicyVersion['document']): RegistrationPolicy {
    const policy = sound(parsePolicy({ name: keyOf(name, version), ...document }), keyOf(name, version));
    const rules = rulesOf(sound(readRules({ ...document }), keyOf(name, version)), name);
    return new RegistrationPolicy([{ name, version }], policy, this.options.operator, rules);
  }
}

const keyOf = (name: string, version: number): string => `${name}@${version}`;

/** A stored version was read before it was stored. */
const sound = <Read extends object>(read: Read | InvalidPolicy, version: string): Read => {
  if (read instanceof InvalidPolicy) throw new Error(`policy ${version}: ${JSON.stringify(read.faults)}`);
  return read;
};

/**
 * Equal documents have the same hash, whatever the order of their members. Versions that were stored before there were
 * rules have the hash of their metadata policy alone, and so has every document without rules.
 */
const hashOf = (document: PolicyVersion['document']): string => {
  const members = Object.entries(document.metadata_policy).sort(([one], [other]) => (one < other ? -1 : 1));
  const rules = ruleEntries(document);
  const content = rules.length > 0 ? [members, rules] : members;
  return createHash('sha256').update(JSON.stringify(content)).digest('base64url');
};
