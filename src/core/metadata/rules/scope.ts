import { narrowScope } from '../scope';
import { violation, type MetadataRule } from './rule';

/**
 * RFC 7591 section 2: `SCOPE_POLICY` decides whether a scope that is not offered in full is refused: see `narrowScope`.
 */
const askedScopesAreOffered: MetadataRule = ({ scope }, { policy }) => {
  const { refusal } = narrowScope(scope, policy);
  return refusal && violation('scope', refusal.rule, refusal.remedy);
};

export const SCOPE_RULES: readonly MetadataRule[] = [askedScopesAreOffered];
