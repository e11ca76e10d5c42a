import type { AuthorizationRule } from './authorization-rule';
import { ACCESS_RULES } from './rules/access.rules';
import { AUTHENTICATION_RULES } from './rules/authentication.rules';
import { INDIRECT_RULES } from './rules/indirect.rules';
import { KEY_RULES } from './rules/key.rules';
import { REDIRECT_URI_RULES } from './rules/redirect-uri.rules';
import { RESPONSE_RULES } from './rules/response.rules';

/**
 * All rules of an authorization request of a known client. The first one that a request breaks decides its answer. Those
 * whose error only the user learns come first, so that the others may count on the redirect URI.
 */
export const AUTHORIZATION_RULES: readonly AuthorizationRule[] = [
  ...REDIRECT_URI_RULES,
  ...RESPONSE_RULES,
  ...INDIRECT_RULES,
  ...KEY_RULES,
  ...ACCESS_RULES,
  ...AUTHENTICATION_RULES,
];
