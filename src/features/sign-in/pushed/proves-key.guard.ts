import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DpopProofsService } from '../../../authentication/dpop/dpop-proofs.service';
import { provenKeyOf } from '../../../authentication/dpop/proven-key';

/** Finds the key of the DPoP proof of a pushed request, if it has one (RFC 9449 section 10.1). Throws for an invalid proof. */
@Injectable()
export class ProvesKeyGuard implements CanActivate {
  constructor(private readonly proofs: DpopProofsService) {}

  async canActivate(context: ExecutionContext): Promise<true> {
    const http = context.switchToHttp();
    const jkt = await provenKeyOf(http, this.proofs);
    if (jkt !== undefined) http.getRequest<FastifyRequest>().confirmation = { jkt };
    return true;
  }
}
