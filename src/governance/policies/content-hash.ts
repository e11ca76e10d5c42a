import { createHash } from 'node:crypto';
import { ruleEntries } from '../../core/policy-document/policy-rules';
import type { PolicyVersion } from './policy-version.entity';

/**
 * Equal documents have the same hash, whatever the order of their members. Versions that were stored before there were
 * rules have the hash of their metadata policy alone, and so has every document without rules.
 */
export const contentHashOf = (document: PolicyVersion['document']): string => {
  const members = Object.entries(document.metadata_policy).sort(([one], [other]) => (one < other ? -1 : 1));
  const rules = ruleEntries(document);
  const content = rules.length > 0 ? [members, rules] : members;
  return createHash('sha256').update(JSON.stringify(content)).digest('base64url');
};
