import { DiscoveryService } from '@nestjs/core';
import type { OAuthError } from '../../core/errors/oauth-error';
import type { HttpRequestContext } from './request-context';

/** Marks a provider of any module as a listener of refusals. It implements {@link RefusalListener}. */
export const ListensToRefusals = DiscoveryService.createDecorator();

/** A request that is answered with a status of 400 to 499. */
export interface HttpRefusal {
  /** Its actor is the caller as far as the guards had verified it. */
  readonly context: HttpRequestContext;
  readonly error: OAuthError;
  readonly method: string;
  /** The route of the request, such as `/register/:client_id`; empty if there is none. */
  readonly route: string;
}

/** Receives every refusal of a guard, a pipe or a handler. */
export interface RefusalListener {
  /** Runs before the response is sent, which does not wait for anything. An error is logged. */
  refused(refusal: HttpRefusal): void;
}
