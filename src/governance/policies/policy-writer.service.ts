import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type NamedPolicy, wholeDocumentOf } from '../../core/policy-document/named-policy';
import type { RequestContext } from '../../core/request-context';
import { EventLogService } from '../../event-log/event-log.service';
import { isDuplicate } from '../../platform/database/duplicate';
import { TransactionsService } from '../../platform/database/transactions.service';
import { contentHashOf } from './content-hash';
import { PoliciesRepository } from './policies.repository';
import { PoliciesService } from './policies.service';
import { PolicyVersion } from './policy-version.entity';

/** What became of one policy of a document. */
export interface AppliedPolicy {
  readonly name: string;
  /** The version that holds now. */
  readonly version: number;
  /** Whether the document made it. */
  readonly isNew: boolean;
}

const MOST_ATTEMPTS = 10;

/** Adds versions of policies. */
@Injectable()
export class PolicyWriterService {
  constructor(
    private readonly reader: PoliciesService,
    private readonly policies: PoliciesRepository,
    private readonly transactions: TransactionsService,
    private readonly log: EventLogService,
  ) {}

  /**
   * Adds a version of each policy of a document that differs from its newest version: of all of them, or of none. Policies
   * that the document does not have stay as they are. Throws what `PoliciesService.check` throws.
   */
  async apply(context: RequestContext, text: string, file: string): Promise<readonly AppliedPolicy[]> {
    const policies = [...this.reader.check(text, file)].sort((one, other) => (one.name < other.name ? -1 : 1));
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
    const content_hash = contentHashOf(document);
    const newest = await this.policies.newestWithin(manager, name);
    if (newest?.content_hash === content_hash) return { name, version: newest.version, isNew: false };
    const version = (newest?.version ?? 0) + 1;
    const added = { name, version, document, content_hash, created_at: new Date() };
    await this.policies.add(manager, Object.assign(new PolicyVersion(), added));
    await this.log.addWithin(manager, context, { type: 'policy.applied', data: { policy: name, version } });
    return { name, version, isNew: true };
  }
}
