import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { TemporarilyUnavailable } from '../../../core/errors/errors';

/**
 * Requires that a browser shows the response to somebody. By HEAD, and while a browser only prefetches (Sec-Purpose, Fetch
 * Standard), nobody sees it: nothing begins or ends then, no cookie is set, and no code is issued.
 */
@Injectable()
export class VisitGuard implements CanActivate {
  /** Throws {@link TemporarilyUnavailable}. */
  canActivate(execution: ExecutionContext): true {
    const { method, headers } = execution.switchToHttp().getRequest<FastifyRequest>();
    const purpose = [headers['sec-purpose'], headers['purpose']].flat().join(' ');
    if (method === 'HEAD' || /prefetch|prerender/i.test(purpose))
      throw new TemporarilyUnavailable('the page must be opened by a user; open it');
    return true;
  }
}
