import type { JWTPayload } from 'jose';
import type { AccessTokenClaims } from '../../../access-tokens/access-token';
import type { AdministratorActor } from '../../../core/request-context';

/** A person who administers by a verified token of another issuer. */
export interface ExternalAdministrator {
  readonly actor: AdministratorActor;
  /** The scopes of the administration that the claims of the token stand for. */
  readonly scope: readonly string[];
  readonly claims: JWTPayload & Pick<AccessTokenClaims, 'cnf' | 'exp'>;
}
