import type { StoredMetadata } from '../client-metadata';
import { trackReads } from '../tracked-reads';
import { METADATA_RULES } from './metadata-rules';
import type { MetadataViolation, RuleContext } from './rule';

/** The violations of the rules between members, in the order of the rules. A rule that reads a `faulty` member is skipped. */
export const brokenRules = (
  metadata: StoredMetadata,
  context: RuleContext,
  faulty: ReadonlySet<string>,
): readonly MetadataViolation[] => {
  const broken: MetadataViolation[] = [];
  for (const rule of METADATA_RULES) {
    const { members, hasReadFaulty } = trackReads(metadata, faulty);
    const violations = rule(members, context);
    if (violations !== undefined && !hasReadFaulty()) broken.push(...[violations].flat());
  }
  return broken;
};
