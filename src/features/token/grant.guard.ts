import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { GrantRegistry } from '../../access-tokens/grants/grant.registry';
import { clientOf } from '../../authentication/client/client-authentication.guard';
import { formParameters } from '../../platform/http/form-parameters';
import { requirePermittedGrant } from './request/permitted-grant';

/**
 * Refuses a grant that is not served here, or that the client may not use. It runs before the guards that use up a
 * proof of the request. Throws what `GrantRegistry.find` and {@link requirePermittedGrant} throw.
 */
@Injectable()
export class GrantGuard implements CanActivate {
  constructor(private readonly grants: GrantRegistry) {}

  canActivate(context: ExecutionContext): true {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { definition } = this.grants.find(formParameters(request).get('grant_type'));
    requirePermittedGrant(definition, clientOf(request));
    return true;
  }
}
