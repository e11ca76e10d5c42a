import type { ResourcePath } from '../core/issuer';
import { ADMIN_READ_SCOPE, ADMIN_SCOPE, REGISTER_SCOPE } from '../core/metadata/scope-tokens';
import type { AccessTokenOptions } from './access-token-options';

/** A protected resource of this server (RFC 9728 section 2). */
interface OwnResource {
  /** Its name for people. */
  readonly name: string;
  /** The scopes that it accepts. */
  readonly scopes: (options: Pick<AccessTokenOptions, 'managementScope'>) => readonly string[];
  /** The issuers elsewhere whose tokens it accepts. */
  readonly otherIssuers?: (options: Pick<AccessTokenOptions, 'administratorIssuer'>) => readonly string[];
}

/** The protected resources of this server. Tokens, challenges, metadata and discovery follow from a row. */
export const OWN_RESOURCES: Readonly<Record<ResourcePath, OwnResource>> = {
  '/register': {
    name: 'Client registration',
    scopes: ({ managementScope }) => [REGISTER_SCOPE, managementScope].filter(Boolean),
  },
  '/admin': {
    name: 'Administration',
    scopes: () => [ADMIN_SCOPE, ADMIN_READ_SCOPE],
    otherIssuers: ({ administratorIssuer }) => [administratorIssuer].filter(Boolean),
  },
};
