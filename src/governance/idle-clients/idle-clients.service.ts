import { Injectable } from '@nestjs/common';
import { ClientRepository } from '../../clients/client.repository';
import { ClientsService } from '../../clients/clients.service';
import type { SweepRule } from '../../clients/events/sweep-rule';
import { StaleClient } from '../../clients/stale-client';
import type { PolicyRules } from '../../core/policy-document/policy-rules';
import type { RequestContext } from '../../core/request-context';
import { PoliciesRepository } from '../policies/policies.repository';
import { RegistrationPoliciesService } from '../policies/registration-policies.service';
import { sweepRuleOf, type UseOfClient } from './sweep-rule-of';

/** A client that is deleted, or would be, and why. */
export interface SweptClient extends SweepRule {
  readonly client: UseOfClient;
}

interface Sweep {
  /** Whether nothing is deleted. */
  readonly isTrial?: boolean;
  /** Ends the sweep between two clients when it is aborted. */
  readonly stopping?: AbortSignal;
  /** Gets the number of clients that were read so far, after each of them. */
  readonly report?: (read: number) => void;
}

const PAGE = 500;

/** Deletes clients that were not used for as long as their policies say. */
@Injectable()
export class IdleClientsService {
  constructor(
    private readonly clients: ClientRepository,
    private readonly writer: ClientsService,
    private readonly stored: PoliciesRepository,
    private readonly policies: RegistrationPoliciesService,
  ) {}

  /**
   * Deletes the clients that are due at the moment of the context, and gives each of them. It reads the clients by their
   * primary key, a page at a time and without their metadata, and each deletion is a commit of its own: requests never wait
   * for more than one. It reads no client if no policy has such a rule.
   */
  async *sweep(
    context: RequestContext,
    { isTrial = false, stopping, report = () => undefined }: Sweep = {},
  ): AsyncGenerator<SweptClient> {
    if (!(await this.isNeeded())) return;
    let page: readonly UseOfClient[];
    let [after, read] = ['', 0];
    do {
      page = await this.clients.usesAfter(after, PAGE);
      const rulesOf = this.rulesOfPage();
      for (const client of page) {
        if (stopping?.aborted) return;
        const rule = client.policies ? sweepRuleOf(client, await rulesOf(client), context.at) : undefined;
        if (rule && (isTrial || (await this.delete(context, client.client_id)))) yield { client, ...rule };
        report((read += 1));
      }
      after = page.at(-1)?.client_id ?? after;
    } while (page.length === PAGE);
  }

  private async isNeeded(): Promise<boolean> {
    const policies = await this.policies.newest(await this.stored.names());
    return policies.some(
      ({ rules }) => rules.delete_unused_after_days !== undefined || rules.delete_idle_after_days !== undefined,
    );
  }

  /** Finds the rules of clients, once for all clients of a page that have the same policies. */
  private rulesOfPage(): (client: UseOfClient) => PolicyRules | Promise<PolicyRules> {
    const known = new Map<string, PolicyRules | Promise<PolicyRules>>();
    return (client) => {
      const key = (client.policies ?? []).map(({ name }) => name).join(' ');
      const rules = known.get(key) ?? this.policies.rulesOf(client);
      known.set(key, rules);
      return rules;
    };
  }

  /** Decides on the current state, and gives whether the client was deleted: one that is used meanwhile stays. */
  private async delete(context: RequestContext, client_id: string): Promise<boolean> {
    const client = await this.clients.find(client_id);
    const rule = client && sweepRuleOf(client, await this.policies.rulesOf(client), context.at);
    if (!rule) return false;
    try {
      await this.writer.sweep(context, client, rule);
      return true;
    } catch (error) {
      if (error instanceof StaleClient) return false;
      throw error;
    }
  }
}
