import { Controller, Get, Header } from '@nestjs/common';
import { operatorPolicy } from '../clients/operator-policy';
import { Environment } from '../config/environment';
import { type ServerMetadata, serverMetadata } from './server-metadata';

/** `GET /.well-known/oauth-authorization-server` (RFC 8414 section 3). */
@Controller('.well-known/oauth-authorization-server')
export class DiscoveryController {
  private readonly metadata: ServerMetadata;

  constructor(environment: Environment) {
    this.metadata = serverMetadata(environment.ISSUER, operatorPolicy(environment));
  }

  @Get()
  @Header('Cache-Control', 'public, max-age=300')
  read(): ServerMetadata {
    return this.metadata;
  }
}
