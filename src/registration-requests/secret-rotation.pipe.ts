import { createParamDecorator, type ExecutionContext, Injectable, type PipeTransform } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { InvalidRequest } from '../core/errors/errors';
import { Environment } from '../platform/config/environment';
import { bodyOf } from '../platform/http/request-body';
import type { SecretRotation } from './dto/secret-rotation.dto';
import { objectIn } from './json-body';

/** The body of a request, `undefined` if there is none, even if the request has a `Content-Type`. */
export const OptionalBody = createParamDecorator((_data: unknown, context: ExecutionContext): unknown => {
  const { body, headers } = context.switchToHttp().getRequest<FastifyRequest>();
  return headers['content-length'] === '0' ? undefined : body;
});

/**
 * Reads the body of a request for a new secret, which may be missing. `CLIENT_SECRET_OVERLAP` is the longest overlap,
 * and the one that applies if the request names none.
 */
@Injectable()
export class SecretRotationPipe implements PipeTransform<unknown, SecretRotation> {
  private readonly longest: number;

  constructor({ CLIENT_SECRET_OVERLAP }: Environment) {
    this.longest = CLIENT_SECRET_OVERLAP;
  }

  /** Throws {@link InvalidRequest} for another overlap, and what {@link objectIn} throws. */
  transform(body: unknown): SecretRotation {
    const json = body === undefined || body === null ? {} : objectIn(bodyOf({ body }), 'json');
    const overlap = json['overlap'] ?? this.longest;
    if (typeof overlap === 'number' && Number.isInteger(overlap) && overlap >= 0 && overlap <= this.longest)
      return { overlap };
    throw new InvalidRequest(
      `overlap must be a whole number of seconds from 0 to ${this.longest}; leave it out for ${this.longest}`,
    );
  }
}
