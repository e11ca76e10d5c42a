import { unofferedScope } from '../scope';
import { violation, type MetadataRule } from './rule';

/** RFC 7591 section 2: of the scopes asked for, the operator offers some, or all if that is the policy. */
const askedScopesAreOffered: MetadataRule = (metadata, { policy }) => {
  const refusal = unofferedScope(metadata, policy);
  return refusal && violation('scope', refusal.rule, refusal.remedy);
};

export const SCOPE_RULES: readonly MetadataRule[] = [askedScopesAreOffered];
