import { narrowScope } from '../scope';
import { violation, type MetadataRule } from './rule';

/** RFC 7591 section 2: of the scopes asked for, the operator offers some, or all if that is the policy. */
const askedScopesAreOffered: MetadataRule = ({ scope }, { policy }) => {
  const { refusal } = narrowScope(scope, policy);
  return refusal && violation('scope', refusal.rule, refusal.remedy);
};

export const SCOPE_RULES: readonly MetadataRule[] = [askedScopesAreOffered];
