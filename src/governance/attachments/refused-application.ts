import { RefusedOperation } from '../../core/errors/refused-operation';

const REMEDY = 'change the document or what the policies are attached to, or confirm it';

/** A document makes registrations impossible, as these sentences say. Nothing was applied. */
export class RefusedApplication extends RefusedOperation {
  override readonly name = 'RefusedApplication';

  constructor(readonly sentences: readonly string[]) {
    super('conflict', undefined, [...sentences, `nothing was applied; ${REMEDY}`].join('\n'));
  }

  override get description(): string {
    return `policies of registrations must not contradict each other; ${REMEDY}`;
  }

  override get members(): Readonly<Record<string, unknown>> {
    return this.sentences.length > 0 ? { contradictions: this.sentences } : {};
  }
}
