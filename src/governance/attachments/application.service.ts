import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../../core/request-context';
import { PoliciesService } from '../policies/policies.service';
import { type AppliedPolicy, PolicyWriterService } from '../policies/policy-writer.service';
import { AttachmentsService, contradictionSentence } from './attachments.service';
import { RefusedApplication } from './refused-application';

/** A document that was applied. */
export interface Application {
  readonly applied: readonly AppliedPolicy[];
  /** The registrations that it makes impossible, in sentences. */
  readonly warnings: readonly string[];
}

/** Applies documents of policies on behalf of an operator. */
@Injectable()
export class ApplicationService {
  constructor(
    private readonly policies: PoliciesService,
    private readonly writer: PolicyWriterService,
    private readonly attachments: AttachmentsService,
  ) {}

  /**
   * Applies a document; `file` is its name in faults. Throws what `PoliciesService.check` throws, and
   * {@link RefusedApplication} if policies of registrations would contradict each other, unless that is confirmed.
   */
  async apply(context: RequestContext, text: string, file: string, isConfirmed: boolean): Promise<Application> {
    const candidates = await this.policies.candidates(text, file);
    const contradictory = await this.attachments.contradictory(context.at, candidates);
    const warnings = contradictory.map(contradictionSentence);
    if (warnings.length > 0 && !isConfirmed) throw new RefusedApplication(warnings);
    return { applied: await this.writer.apply(context, text, file), warnings };
  }
}
