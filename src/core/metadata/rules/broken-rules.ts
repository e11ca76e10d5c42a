import type { ClientMetadata } from '../client-metadata.dto';
import { watched } from '../watched';
import { METADATA_RULES } from './metadata-rules';
import type { MetadataViolation, RuleContext } from './rule';

/**
 * What the rules between members complain of, in their order. Where members are `faulty`, a rule that looks at one of
 * them cannot be judged and says nothing.
 */
export const brokenRules = (
  metadata: ClientMetadata,
  context: RuleContext,
  faulty: ReadonlySet<string>,
): readonly MetadataViolation[] =>
  METADATA_RULES.flatMap((rule) => {
    if (faulty.size === 0) return rule(metadata, context) ?? [];
    const { members, isDoubtful } = watched(metadata, faulty);
    const complaints = rule(members, context) ?? [];
    return isDoubtful() ? [] : complaints;
  });
