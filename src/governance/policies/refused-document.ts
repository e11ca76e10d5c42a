import { plain } from '../../core/errors/oauth-error';
import { RefusedOperation } from '../../core/errors/refused-operation';
import { type InvalidDocument, sentencesOf } from '../../core/policy-document/document-faults';

/** A document of policies has faults. The message has all of them, a line each; `file` is the name of the document. */
export class RefusedDocument extends RefusedOperation {
  override readonly name = 'RefusedDocument';

  constructor(
    file: string,
    private readonly document: InvalidDocument,
  ) {
    super('invalid', undefined, sentencesOf(file, document).join('\n'));
  }

  /** The first fault; {@link members} has all of them. */
  override get description(): string {
    return sentencesOf('line', this.document)[0]?.replace('line:', 'line ') ?? this.message;
  }

  override get members(): Readonly<Record<string, unknown>> {
    const faults = this.document.faults.map(({ line, path, rule, remedy }) => ({
      line,
      path: plain(path.join('.')),
      rule: plain(rule),
      remedy: plain(remedy),
    }));
    return { errors: faults };
  }
}
