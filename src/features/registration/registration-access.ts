import type { AccessRequirement } from '../../authentication/bearer/required-access.decorator';
import { REGISTER_SCOPE } from '../../core/metadata/scope-tokens';

/** The scope and the resource of the access tokens that permit to register clients. */
export const REGISTRATION_ACCESS: AccessRequirement = { scope: REGISTER_SCOPE, resource: '/register' };
