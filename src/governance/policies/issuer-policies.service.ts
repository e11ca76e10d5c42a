import { Injectable } from '@nestjs/common';
import { StartFailure } from '../../platform/config/start-failure';
import { contradictionsAmong, sentenceOf } from './contradictions';
import { environmentPolicy } from './environment-policy';
import { PoliciesRepository } from './policies.repository';
import { isReserved } from './policy-names';
import { PolicyOptions } from './policy-options';
import { RegistrationPoliciesService } from './registration-policies.service';

/** Checks the policies that `SOFTWARE_STATEMENT_ISSUERS` attaches to issuers of software statements. */
@Injectable()
export class IssuerPoliciesService {
  constructor(
    private readonly options: PolicyOptions,
    private readonly repository: PoliciesRepository,
    private readonly policies: RegistrationPoliciesService,
  ) {}

  /**
   * Throws {@link StartFailure} if there is no policy with such a name, or if one cannot be merged into the policy of a
   * mode that is in use without refusing every client.
   */
  async requireAttachable(): Promise<void> {
    for (const { issuer, policy } of this.options.issuers)
      if (policy !== undefined) await this.requirePolicy(issuer, policy);
  }

  private async requirePolicy(issuer: string, name: string): Promise<void> {
    if (!isReserved(name) && (await this.repository.newestVersion(name)) === undefined)
      throw new StartFailure(
        `SOFTWARE_STATEMENT_ISSUERS: there is no policy ${name}; define it in POLICY_FILE, or leave out policy of ${issuer}`,
      );
    const { isOpen, open, protected: withToken } = this.options;
    await this.requireMergeable(issuer, name, ['PROTECTED_REGISTRATION_POLICY', withToken]);
    if (isOpen) await this.requireMergeable(issuer, name, ['OPEN_REGISTRATION_POLICY', open]);
  }

  private async requireMergeable(
    issuer: string,
    name: string,
    [variable, mode]: readonly [variable: string, policy: string],
  ): Promise<void> {
    const policies = await this.policies.newest([mode, name]);
    const contradictions = contradictionsAmong(environmentPolicy(this.options), policies);
    if (contradictions.length > 0)
      throw new StartFailure(
        [
          `SOFTWARE_STATEMENT_ISSUERS: the policy ${name} of ${issuer} contradicts ${variable}=${mode}:`,
          ...contradictions.map(sentenceOf),
        ].join('\n'),
      );
  }
}
