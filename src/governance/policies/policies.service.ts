import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { InvalidPolicy } from '../../core/metadata-policy/faults';
import { parsePolicy } from '../../core/metadata-policy/parse-policy';
import { InvalidDocument } from '../../core/policy-document/document-faults';
import { type NamedPolicy, wholeDocumentOf } from '../../core/policy-document/named-policy';
import { readRules, rulesOf } from '../../core/policy-document/policy-rules';
import { readPolicies } from '../../core/policy-document/read-policies';
import { contentHashOf } from './content-hash';
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

/** A document in which all policies are correct. */
export type CheckedPolicies = readonly NamedPolicy[];

/** All prepared policies together have at most this number of characters of JSON. */
const MOST_CHARACTERS = 4 * 1024 * 1024;

/** Reads documents of policies and the versions that are stored, and prepares these for requests. It writes nothing. */
@Injectable()
export class PoliciesService {
  private readonly prepared = new LRUCache<string, RegistrationPolicy>({ maxSize: MOST_CHARACTERS });

  constructor(
    private readonly policies: PoliciesRepository,
    private readonly options: PolicyOptions,
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
      const isStored = newest?.content_hash === contentHashOf(document);
      return this.read(name, (newest?.version ?? 0) + (isStored ? 0 : 1), document);
    });
    return Promise.all(candidates);
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
