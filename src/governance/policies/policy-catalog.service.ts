import { Injectable } from '@nestjs/common';
import { UnknownResource } from '../../core/errors/refused-operation';
import { isPolicyName } from '../../core/policy-document/policy-name';
import { wholeDocumentOf } from '../../core/policy-document/named-policy';
import { changesBetween, type PolicyChange } from './document-changes';
import { PoliciesRepository } from './policies.repository';
import { PoliciesService } from './policies.service';
import type { PolicyVersion } from './policy-version.entity';

/** The version of a policy that holds now. */
export interface PolicySummary {
  readonly name: string;
  readonly version: number;
  /** When this version was added. */
  readonly created_at: Date;
}

/** What applying a document would do to one policy. */
export interface PolicyDifference {
  readonly name: string;
  /** The version that holds now; absent for a new policy. */
  readonly version?: number;
  /** Empty if the policy would stay as it is; all operators for a new policy. */
  readonly changes: readonly PolicyChange[];
  /** Whether a version would be added. */
  readonly isNew: boolean;
}

/** Shows operators the policies that are stored. */
@Injectable()
export class PolicyCatalogService {
  constructor(
    private readonly repository: PoliciesRepository,
    private readonly policies: PoliciesService,
  ) {}

  /** All policies in their newest version, by name. */
  async list(): Promise<readonly PolicySummary[]> {
    const newest = new Map<string, PolicySummary>();
    for (const { name, version, created_at } of await this.repository.versions())
      newest.set(name, { name, version, created_at });
    return [...newest.values()];
  }

  /** A version of a policy, the newest one by default; nothing if it is not there. */
  show(name: string, version?: number): Promise<PolicyVersion | undefined> {
    return version === undefined ? this.repository.newest(name) : this.repository.find(name, version);
  }

  /** The first policies after this name in their newest version, by name. */
  async page(after: string, most: number): Promise<readonly PolicySummary[]> {
    const newest = await this.repository.newestAfter(after, most);
    return newest.map(({ name, version, created_at }) => ({ name, version, created_at }));
  }

  /** A version of a policy, the newest one by default. Throws {@link UnknownResource}. */
  async require(name: string, version?: number): Promise<PolicyVersion> {
    const found = isPolicyName(name) ? await this.show(name, version) : undefined;
    if (!found) throw unknownPolicy(version === undefined ? name : `${name}@${version}`);
    return found;
  }

  /** The first versions of a policy after this number, the oldest first. Throws {@link UnknownResource}. */
  async versions(name: string, after: number, most: number): Promise<readonly Omit<PolicySummary, 'name'>[]> {
    await this.require(name);
    const versions = await this.repository.versionsAfter(name, after, most);
    return versions.map(({ version, created_at }) => ({ version, created_at }));
  }

  /**
   * What applying a document would change, by the names of its policies; it changes nothing. `file` is the name of the
   * document in faults. Throws what `PoliciesService.check` throws.
   */
  async diff(text: string, file: string): Promise<readonly PolicyDifference[]> {
    const differences = this.policies.check(text, file).map(async ({ name, ...policy }): Promise<PolicyDifference> => {
      const stored = await this.repository.newest(name);
      const changes = changesBetween(stored?.document ?? { metadata_policy: {} }, wholeDocumentOf(policy));
      return { name, ...(stored && { version: stored.version }), changes, isNew: !stored || changes.length > 0 };
    });
    return (await Promise.all(differences)).sort((one, other) => (one.name < other.name ? -1 : 1));
  }
}

/** No policy has this name, or this version. */
export const unknownPolicy = (reference: string): UnknownResource => new UnknownResource('policy', reference, 'name');
