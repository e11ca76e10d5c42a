import type { MetadataExtension } from '../../platform/config/metadata-extensions';
import type { TrustedIssuer } from '../../platform/config/software-statement-issuers';

/** What the operator configures of software statements. */
export abstract class SoftwareStatementOptions {
  /** The issuers whose statements are trusted; without any, statements are ignored. */
  abstract readonly issuers: readonly TrustedIssuer[];
  /** Whether every registration needs a statement of one of these issuers. */
  abstract readonly isRequired: boolean;
  /** The metadata members of the operator's own, which a statement may contain too. */
  abstract readonly metadataExtensions: readonly MetadataExtension[];
}
