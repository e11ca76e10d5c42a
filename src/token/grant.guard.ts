import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Client } from '../clients/client.entity';
import { formParameters } from '../platform/http/form-parameters';
import { TokenService } from './token.service';

/**
 * Refuses a grant that is not served here, or that the client may not use, before any proof of the request is looked at
 * and used up. Throws what {@link TokenService.grantFor} throws.
 */
@Injectable()
export class GrantGuard implements CanActivate {
  constructor(private readonly tokens: TokenService) {}

  canActivate(context: ExecutionContext): true {
    const request = context.switchToHttp().getRequest<FastifyRequest & { client: Client }>();
    this.tokens.grantFor(request.client, formParameters(request));
    return true;
  }
}
