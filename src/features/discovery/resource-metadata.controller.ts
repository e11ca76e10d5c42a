import { Controller, Get } from '@nestjs/common';
import { type ResourceMetadata, resourceMetadata } from '../../access-tokens/resource-metadata';
import { UserResourcesService } from '../../access-tokens/user-resources.service';
import { NotFound } from '../../core/errors/errors';
import type { RequestContext } from '../../core/request-context';
import { Cacheable, DOCUMENT_MAX_AGE_SECONDS } from '../../platform/http/caching';
import { FormParameter } from '../../platform/http/form-parameter.decorator';
import { QueryOf } from '../../platform/http/query-of';
import { Context } from '../../platform/http/request-context';
import { Answers } from '../../platform/openapi/answers.decorator';
import { DiscoveryOptions } from './discovery-options';

class ResourceQuery {
  @FormParameter('The identifier of the resource.', {
    required: 'name a resource, percent-encoded',
  })
  readonly resource!: string;
}

/**
 * `GET /resource-metadata`: the metadata of the resources of the operator (RFC 9728 section 3), so that such a resource
 * names this address in its challenge and serves no document itself.
 */
@Controller('resource-metadata')
export class ResourceMetadataController {
  constructor(
    private readonly resources: UserResourcesService,
    private readonly options: DiscoveryOptions,
  ) {}

  /** Throws {@link NotFound} for a resource that people cannot grant access to, and if nobody signs in here. */
  @Get()
  @Answers('Read how a resource of the operator is protected.', {
    about:
      'Which authorization server issues the tokens for a resource of RESOURCES, and which scopes people can grant (RFC 9728). Served if people sign in here.',
    tag: 'Discovery',
    query: ResourceQuery,
    gives: [200, 'ProtectedResource'],
    refuses: [new NotFound()],
  })
  @Cacheable(DOCUMENT_MAX_AGE_SECONDS)
  read(@Context() { issuer }: RequestContext, @QueryOf(ResourceQuery) query: ResourceQuery): ResourceMetadata {
    const identifier = this.resources.find(query.resource);
    if (identifier === undefined || !this.options.hasSignIn) throw new NotFound();
    return resourceMetadata(issuer, identifier, this.resources.settingsOf(identifier));
  }
}
