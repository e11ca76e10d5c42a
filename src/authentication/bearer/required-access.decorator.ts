import { Reflector } from '@nestjs/core';
import type { ResourcePath } from '../../core/issuer';

/** What an access token must permit. */
export interface AccessRequirement {
  readonly scope: string;
  /** The path of the protected resource that the token must be for (RFC 9728). */
  readonly resource: ResourcePath;
}

/** Declares the access that a token needs for a handler. */
export const RequiredAccess = Reflector.createDecorator<AccessRequirement>();
