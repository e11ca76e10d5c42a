import { Injectable } from '@nestjs/common';
import { InitialAccessTokenRepository } from '../initial-access-tokens/initial-access-token.repository';
import { stateOf } from '../initial-access-tokens/initial-access-token.entity';
import { contradictionsAmong, sentenceOf } from '../policies/contradictions';
import { environmentPolicy } from '../policies/environment-policy';
import { PolicyOptions } from '../policies/policy-options';
import { RegistrationPoliciesService } from '../policies/registration-policies.service';
import type { RegistrationPolicy } from '../policies/registration-policy';
import { stateOf as stateOfRegistrar } from '../registrars/registrar.entity';
import { RegistrarRepository } from '../registrars/registrar.repository';

/** The valid credentials that one policy is attached to. */
export interface Attachment {
  readonly policy: string;
  readonly count: number;
  /** The ids of the first of them. */
  readonly first: readonly string[];
}

/** An attachment whose registrations are refused, because its policy contradicts what holds besides. */
export interface ContradictoryAttachment extends Attachment {
  readonly reasons: readonly string[];
}

const MOST_NAMED = 3;

/** Which policies are attached to which credentials, and whether they can hold together with the policy of the mode. */
@Injectable()
export class AttachmentsService {
  constructor(
    private readonly options: PolicyOptions,
    private readonly policies: RegistrationPoliciesService,
    private readonly tokens: InitialAccessTokenRepository,
    private readonly registrars: RegistrarRepository,
  ) {}

  /**
   * The attachments whose policy cannot be merged into `PROTECTED_REGISTRATION_POLICY`, or would refuse every client
   * together with it. `candidates` stand in for the newest versions of the policies with these names.
   */
  async contradictory(
    at: Date,
    candidates: readonly RegistrationPolicy[] = [],
  ): Promise<readonly ContradictoryAttachment[]> {
    const environment = environmentPolicy(this.options);
    const found: ContradictoryAttachment[] = [];
    for (const attachment of await this.attachments(at)) {
      const holding = await this.holding([this.options.protected, attachment.policy], candidates);
      const contradictions = contradictionsAmong(environment, holding);
      if (contradictions.length > 0) found.push({ ...attachment, reasons: contradictions.map(sentenceOf) });
    }
    return found;
  }

  private async holding(
    names: readonly string[],
    candidates: readonly RegistrationPolicy[],
  ): Promise<readonly RegistrationPolicy[]> {
    const holding = [...new Set(names)].map(async (name) => {
      const candidate = candidates.find(({ admitting }) => admitting.some((policy) => policy.name === name));
      return candidate ? [candidate] : this.policies.newest([name]);
    });
    return (await Promise.all(holding)).flat();
  }

  private async attachments(at: Date): Promise<readonly Attachment[]> {
    const byPolicy = new Map<string, Attachment>();
    for await (const { policy, id } of this.active(at)) {
      if (policy === undefined) continue;
      const { count, first } = byPolicy.get(policy) ?? { count: 0, first: [] };
      const named = first.length < MOST_NAMED ? [...first, id] : first;
      byPolicy.set(policy, { policy, count: count + 1, first: named });
    }
    return [...byPolicy.values()];
  }

  /** The credentials that may register clients at a moment: initial access tokens, and then registrars. */
  private async *active(at: Date): AsyncGenerator<{ readonly id: string; readonly policy?: string | undefined }> {
    for await (const token of this.tokens.all())
      if (stateOf(token, at) === 'active') yield { id: token.id, policy: token.details.policy };
    for await (const registrar of this.registrars.all())
      if (stateOfRegistrar(registrar, at) === 'active')
        yield { id: registrar.client_id, policy: registrar.details.policy };
  }
}

/** A contradiction in words for the operator. */
export const attachmentSentence = ({ policy, count, first, reasons }: ContradictoryAttachment): string => {
  const ids = count > first.length ? `${first.join(', ')}, ...` : first.join(', ');
  return [
    `the policies of ${count} initial access token(s) or registrar(s) with policy ${policy} contradict each other (${ids}):`,
  ]
    .concat(reasons)
    .join('\n');
};
