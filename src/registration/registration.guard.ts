import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { BearerGuard } from '../authentication/bearer/bearer.guard';
import { Environment } from '../platform/config/environment';
import { OpenRegistrationLimit } from './open-registration.limit';

/**
 * Who may register: the bearer of a token with the scope `register`; in open mode (RFC 7591 section 3) also anyone
 * without a token, so many times an hour. A token that is presented must be valid in either mode.
 */
@Injectable()
export class RegistrationGuard implements CanActivate {
  constructor(
    private readonly environment: Environment,
    private readonly bearer: BearerGuard,
    private readonly limit: OpenRegistrationLimit,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    const isAnonymous = headers.authorization === undefined;
    if (isAnonymous && this.environment.REGISTRATION_MODE === 'open') return this.limit.canActivate(context);
    return (await this.bearer.canActivate(context)) === true;
  }
}
