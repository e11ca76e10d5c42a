import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { PreconditionFailed } from '../../core/errors/management-errors';

/** A resource that counts its changes. */
interface Versioned {
  readonly version: number;
}

/**
 * The strong validator of a client (RFC 9110 section 8.8.3): it changes with every change of the stored registration.
 */
export const etagOf = ({ version }: Versioned): string => `"${version}"`;

/** The condition that `If-Match` sets for the state that is changed. */
export class Precondition {
  /** Without a value, every state is changed. */
  constructor(private readonly ifMatch?: string) {}

  /** Throws {@link PreconditionFailed} unless the state is one of those named. Weak validators match nothing. */
  check(client: Versioned): void {
    if (this.ifMatch === undefined || this.ifMatch.trim() === '*') return;
    const named = this.ifMatch.split(',').map((one) => one.trim());
    if (!named.includes(etagOf(client))) throw new PreconditionFailed();
  }
}

/** The `If-Match` of the request (RFC 9110 section 13.1.1). */
export const IfMatch = createParamDecorator(
  (_data: unknown, context: ExecutionContext) =>
    new Precondition(context.switchToHttp().getRequest<FastifyRequest>().headers['if-match']),
);
