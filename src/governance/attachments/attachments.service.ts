import { Injectable } from '@nestjs/common';
import { InitialAccessTokenRepository } from '../initial-access-tokens/initial-access-token.repository';
import { contradictionsAmong, sentenceOf } from '../policies/contradictions';
import { environmentPolicy } from '../policies/environment-policy';
import { PoliciesRepository } from '../policies/policies.repository';
import { isReserved, NO_POLICY } from '../policies/policy-names';
import { PolicyOptions } from '../policies/policy-options';
import { RegistrationPoliciesService } from '../policies/registration-policies.service';
import type { RegistrationPolicy } from '../policies/registration-policy';
import { RegistrarRepository } from '../registrars/registrar.repository';
import { type Attachment, attachedToCredentials, attachedToIssuers } from './attachment';

/** Registrations that are refused, because the policies that hold for them contradict each other. */
export interface ContradictoryRegistrations {
  /** The policy of the mode first. */
  readonly attachments: readonly Attachment[];
  readonly reasons: readonly string[];
}

/** Where policies are attached, and whether those that hold for a registration can hold together. */
@Injectable()
export class AttachmentsService {
  constructor(
    private readonly options: PolicyOptions,
    private readonly policies: RegistrationPoliciesService,
    private readonly repository: PoliciesRepository,
    private readonly tokens: InitialAccessTokenRepository,
    private readonly registrars: RegistrarRepository,
  ) {}

  /**
   * The registrations whose policies cannot be merged, or would refuse every client together: the policy of the mode, that
   * of the initial access token or registrar, and that of the issuer of the software statement. `candidates` stand in for
   * the newest versions of the policies with these names.
   */
  async contradictory(
    at: Date,
    candidates: readonly RegistrationPolicy[] = [],
  ): Promise<readonly ContradictoryRegistrations[]> {
    const { isOpen, open, protected: withToken, issuers } = this.options;
    const ofIssuers = attachedToIssuers(issuers);
    const ofCredentials = await this.ofCredentials(at);
    const mode = { policy: withToken, to: 'PROTECTED_REGISTRATION_POLICY' };
    const found = await this.contradictoryWith(mode, [ofCredentials, ofIssuers], candidates);
    if (!isOpen) return found;
    const openMode = { policy: open, to: 'OPEN_REGISTRATION_POLICY' };
    return [...found, ...(await this.contradictoryWith(openMode, [[], ofIssuers], candidates))];
  }

  /** What a policy is attached to at a moment: variables, issuers, and credentials that may register clients. */
  async of(name: string, at: Date): Promise<readonly Attachment[]> {
    const { isOpen, open, protected: withToken, issuers } = this.options;
    const modes = [
      { policy: withToken, to: 'PROTECTED_REGISTRATION_POLICY' },
      ...(isOpen ? [{ policy: open, to: 'OPEN_REGISTRATION_POLICY' }] : []),
    ];
    const all = [...modes, ...attachedToIssuers(issuers), ...(await this.ofCredentials(at))];
    return all.filter(({ policy }) => policy === name);
  }

  /** Attachments that contradict the mode by themselves are left out of the pairs. */
  private async contradictoryWith(
    mode: Attachment,
    [ofCredentials, ofIssuers]: readonly [readonly Attachment[], readonly Attachment[]],
    candidates: readonly RegistrationPolicy[],
  ): Promise<readonly ContradictoryRegistrations[]> {
    const found: ContradictoryRegistrations[] = [];
    const compatible: Attachment[] = [];
    const check = async (...attached: readonly Attachment[]): Promise<boolean> => {
      const attachments = [mode, ...attached];
      const reasons = await this.reasonsAgainst(attachments, candidates);
      if (reasons.length > 0) found.push({ attachments, reasons });
      return reasons.length === 0;
    };
    for (const issuer of ofIssuers) if (await check(issuer)) compatible.push(issuer);
    for (const credential of ofCredentials)
      if (await check(credential)) for (const issuer of compatible) await check(credential, issuer);
    return found;
  }

  private async reasonsAgainst(
    attachments: readonly Attachment[],
    candidates: readonly RegistrationPolicy[],
  ): Promise<readonly string[]> {
    const names = [...new Set(attachments.map(({ policy }) => policy))];
    const holding = await Promise.all(names.map((name) => this.newest(name, candidates)));
    return contradictionsAmong(environmentPolicy(this.options), holding.flat()).map(sentenceOf);
  }

  /** Nothing for a policy that is not stored yet. A server does not start without those that its variables name. */
  private async newest(
    name: string,
    candidates: readonly RegistrationPolicy[],
  ): Promise<readonly RegistrationPolicy[]> {
    const candidate = candidates.find(({ admitting }) => admitting.some((policy) => policy.name === name));
    if (candidate) return [candidate];
    const isThere = isReserved(name) || (await this.repository.newestVersion(name)) !== undefined;
    return isThere ? this.policies.newest([name]) : [];
  }

  /** The policies of the credentials that may register clients at a moment. The database counts them. */
  private async ofCredentials(at: Date): Promise<readonly Attachment[]> {
    const [tokens, registrars] = await Promise.all([this.tokens.byPolicy(at), this.registrars.byPolicy(at)]);
    return attachedToCredentials([...tokens, ...registrars]);
  }
}

/** A contradiction in words for the operator. */
export const contradictionSentence = ({ attachments, reasons }: ContradictoryRegistrations): string => {
  const policies = attachments
    .filter(({ policy }) => policy !== NO_POLICY)
    .map(({ policy, to }) => `${policy} of ${to}`)
    .join(', ');
  return [`these policies contradict each other: ${policies}`, ...reasons].join('\n');
};
