import { Controller, Get } from '@nestjs/common';
import type { JWK } from 'jose';
import { Cacheable, DOCUMENT_MAX_AGE_SECONDS } from '../platform/http/caching';
import { Answers } from '../platform/openapi/answers.decorator';
import { SigningKeysService } from './signing-keys.service';

/** `GET /.well-known/jwks.json`: the public keys that verify what this server signs (RFC 8414 section 2). */
@Controller('.well-known/jwks.json')
export class JwksController {
  constructor(private readonly keys: SigningKeysService) {}

  @Get()
  @Answers('Read the public keys.', {
    about:
      'The keys that verify what this server signs, those that will sign next and those whose tokens are still valid.',
    tag: 'Discovery',
    gives: [200, 'JwkSet'],
  })
  @Cacheable(DOCUMENT_MAX_AGE_SECONDS)
  read(): Promise<{ keys: JWK[] }> {
    return this.keys.published();
  }
}
