import type { INestApplication } from '@nestjs/common';
import { DiscoveryService, ModulesContainer } from '@nestjs/core';

/** A preview of the application, by which `docs/openapi.json` is written, has modules and no instances of services. */
export const discoveryIn = (app: INestApplication): DiscoveryService => new DiscoveryService(app.get(ModulesContainer));
