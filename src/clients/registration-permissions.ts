import type { Issuer } from '../core/issuer';
import type { OperatorPolicy } from '../core/metadata/operator-policy';

/**
 * The permissions of the operator: what clients may register at an issuer. Validation, discovery and the OpenAPI
 * document use the same value. With several issuers in one process, this provider finds those of each.
 */
export abstract class RegistrationPermissions {
  abstract of(issuer: Issuer): OperatorPolicy;
}
