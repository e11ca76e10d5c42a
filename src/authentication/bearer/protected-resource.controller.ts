import { Controller, Get } from '@nestjs/common';
import type { RequestContext } from '../../core/request-context';
import { Environment } from '../../platform/config/environment';
import { Cacheable, DOCUMENT_MAX_AGE_SECONDS } from '../../platform/http/caching';
import { Context } from '../../platform/http/request-context';
import { Answers } from '../../platform/openapi/answers.decorator';
import { type ProtectedResource, registrationResource } from './protected-resource';

/** `GET /.well-known/oauth-protected-resource/register` (RFC 9728 section 3). */
@Controller('.well-known/oauth-protected-resource/register')
export class ProtectedResourceController {
  constructor(private readonly environment: Environment) {}

  @Get()
  @Answers('Read how the registration endpoint is protected.', {
    about:
      'Which authorization server issues the tokens for POST /register, which scope they need and how they are presented (RFC 9728).',
    tag: 'Discovery',
    gives: [200, 'ProtectedResource'],
  })
  @Cacheable(DOCUMENT_MAX_AGE_SECONDS)
  read(@Context() { issuer }: RequestContext): ProtectedResource {
    return registrationResource(issuer, this.environment.MANAGEMENT_SCOPE);
  }
}
