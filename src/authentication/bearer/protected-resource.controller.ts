import { Controller, Get, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AccessTokenOptions } from '../../access-tokens/access-token-options';
import { RESOURCE_PATHS, type ResourcePath } from '../../core/issuer';
import type { RequestContext } from '../../core/request-context';
import { Cacheable, DOCUMENT_MAX_AGE_SECONDS } from '../../platform/http/caching';
import { Context } from '../../platform/http/request-context';
import { Answers } from '../../platform/openapi/answers.decorator';
import { type ProtectedResource, protectedResource } from './protected-resource';

const WELL_KNOWN = '.well-known/oauth-protected-resource';

/** `GET /.well-known/oauth-protected-resource/register`, one document for each protected resource (RFC 9728 section 3). */
@Controller(WELL_KNOWN)
export class ProtectedResourceController {
  constructor(private readonly options: AccessTokenOptions) {}

  @Get([...RESOURCE_PATHS])
  @Answers('Read how a resource of this server is protected.', {
    about:
      'Which authorization server issues the tokens for the resource, which scopes they need and how they are presented (RFC 9728).',
    tag: 'Discovery',
    gives: [200, 'ProtectedResource'],
  })
  @Cacheable(DOCUMENT_MAX_AGE_SECONDS)
  read(@Context() { issuer }: RequestContext, @Req() { routeOptions }: FastifyRequest): ProtectedResource {
    const path = routeOptions.url?.replace(`/${WELL_KNOWN}`, '') as ResourcePath;
    return protectedResource(issuer, path, this.options);
  }
}
