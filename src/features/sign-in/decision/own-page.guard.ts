import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { isFromOwnPage } from '../pages/own-page';
import { PageError } from '../request/authorization-refusal';

/** Requires that a form was sent from a page of this server, as far as the browser says. The token of the page is compared besides. */
@Injectable()
export class OwnPageGuard implements CanActivate {
  /** Throws {@link PageError}, with the status 403. */
  canActivate(execution: ExecutionContext): true {
    const { context, headers } = execution.switchToHttp().getRequest<FastifyRequest>();
    if (isFromOwnPage(headers, context.issuer)) return true;
    throw new PageError('expired', 'the form must be sent from the page of this server; start again', { status: 403 });
  }
}
