import { ALGORITHM_RULES } from './algorithms';
import { AUTHENTICATION_RULES } from './authentication';
import { BACKCHANNEL_RULES } from './backchannel';
import { GRANT_RULES } from './grants';
import { OPENID_RULES } from './openid';
import { REDIRECT_RULES } from './redirects';
import type { MetadataRule } from './rule';
import { SCOPE_RULES } from './scope';

/** The rules between members, in the order in which they are checked, after the rules of each member. */
export const METADATA_RULES: readonly MetadataRule[] = [
  ...GRANT_RULES,
  ...REDIRECT_RULES,
  ...AUTHENTICATION_RULES,
  ...ALGORITHM_RULES,
  ...OPENID_RULES,
  ...BACKCHANNEL_RULES,
  ...SCOPE_RULES,
];
