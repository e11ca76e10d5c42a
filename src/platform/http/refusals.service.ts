import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { OAuthError } from '../../core/errors/oauth-error';
import { ListensToRefusals, type RefusalListener } from './refusal-listener';

/** Gives refusals to all listeners, which it finds by their decorator. */
@Injectable()
export class RefusalsService implements OnModuleInit {
  private readonly logger = new Logger('errors');
  private listeners: readonly RefusalListener[] = [];

  constructor(private readonly discovery: DiscoveryService) {}

  onModuleInit(): void {
    const found = this.discovery.getProviders({ metadataKey: ListensToRefusals.KEY });
    this.listeners = found.map(({ instance }) => instance as RefusalListener);
  }

  /** Publishes the error of a request, if it is one of the caller. */
  publish(request: FastifyRequest, error: OAuthError): void {
    const { method, routeOptions } = request;
    const route = routeOptions.url;
    // A request for an unknown address has no context yet, and needs none.
    if (route === undefined) return;
    const { context } = request;
    if (error.status >= 500) return;
    for (const listener of this.listeners)
      try {
        listener.refused({ context, error, method, route });
      } catch (failure) {
        this.logger.error({ err: failure }, 'a listener of refusals failed');
      }
  }
}
