import { readFile } from 'node:fs/promises';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Issuer } from '../../core/issuer';
import { contextWithoutRequest } from '../../core/request-context';
import { RefusedOperation } from '../../core/errors/refused-operation';
import { StartFailure } from '../../platform/config/start-failure';
import { StartRetriesService } from '../../platform/database/start-retries.service';
import { AttachmentsService, contradictionSentence } from '../attachments/attachments.service';
import { IssuerPoliciesService } from './issuer-policies.service';
import { PolicyWriterService } from './policy-writer.service';
import { PoliciesRepository } from './policies.repository';
import { sentenceOf } from './contradictions';
import { isReserved } from './policy-names';
import { PolicyOptions } from './policy-options';
import { unusableRules } from './unusable-rules';

/** Applies `POLICY_FILE` at the start, and again when it is asked to. */
@Injectable()
export class PolicyFileService implements OnApplicationBootstrap {
  private readonly logger = new Logger('policies');

  constructor(
    private readonly policies: PolicyWriterService,
    private readonly repository: PoliciesRepository,
    private readonly issuers: IssuerPoliciesService,
    private readonly start: StartRetriesService,
    private readonly options: PolicyOptions,
    private readonly attachments: AttachmentsService,
    private readonly issuer: Issuer,
  ) {}

  /** Throws {@link StartFailure} with all faults of the file, or if a variable is missing that a policy needs. */
  async onApplicationBootstrap(): Promise<void> {
    await this.start.run(() => this.apply());
    const { open, protected: withToken } = this.options;
    await this.start.run(() => this.requirePolicy('OPEN_REGISTRATION_POLICY', open));
    await this.start.run(() => this.requirePolicy('PROTECTED_REGISTRATION_POLICY', withToken));
    await this.start.run(() => this.requireUsable());
    await this.start.run(() => this.issuers.requireAttachable());
    await this.start.run(() => this.warnOfContradictions());
  }

  /** Applies the file again. If that fails, the reason is logged, and all policies stay as they are. */
  async reload(): Promise<void> {
    try {
      await this.apply();
    } catch (error) {
      const reason = error instanceof StartFailure ? `:\n${error.message}` : '';
      return void this.logger.error(
        { err: error },
        `POLICY_FILE is not applied, all policies stay as they are${reason}`,
      );
    }
    try {
      await this.warnOfContradictions();
    } catch (error) {
      this.logger.error(
        { err: error },
        'POLICY_FILE is applied, and it is not known whether attached policies contradict it',
      );
    }
  }

  private async apply(): Promise<void> {
    const { file } = this.options;
    if (file === '') return;
    const context = contextWithoutRequest(this.issuer, { type: 'server', task: 'POLICY_FILE' });
    const applied = await this.policies.apply(context, await this.read(file), file).catch(failStart);
    const added = applied.filter(({ isNew }) => isNew).map(({ name, version }) => `${name}@${version}`);
    if (added.length > 0) this.logger.log(`POLICY_FILE: ${added.join(', ')}`);
  }

  /** Only these registrations are refused, so this prevents neither the start nor the new versions. */
  private async warnOfContradictions(): Promise<void> {
    for (const contradictory of await this.attachments.contradictory(new Date()))
      this.logger.warn(contradictionSentence(contradictory));
  }

  private async read(file: string): Promise<string> {
    try {
      return await readFile(file, 'utf8');
    } catch (cause) {
      throw new StartFailure(`POLICY_FILE must be a readable file: ${(cause as Error).message}`, { cause });
    }
  }

  private async requireUsable(): Promise<void> {
    for (const { name, document } of await this.repository.newestOfAll())
      for (const unusable of unusableRules(document, this.options))
        throw new StartFailure(`policy ${name}: ${sentenceOf(unusable)}`);
  }

  private async requirePolicy(variable: string, name: string): Promise<void> {
    if (isReserved(name) || (await this.repository.newestVersion(name)) !== undefined) return;
    throw new StartFailure(
      `${variable}: there is no policy ${name}; define it in POLICY_FILE, or set none for no policy`,
    );
  }
}

/** A fault of the file is one of the environment. */
const failStart = (error: unknown): never => {
  throw error instanceof RefusedOperation ? new StartFailure(error.message, { cause: error }) : error;
};
