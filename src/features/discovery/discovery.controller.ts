import { Controller, Get } from '@nestjs/common';
import { NotFound } from '../../core/errors/errors';
import { SECOND_ISSUER_PATH } from '../../core/issuer';
import type { RequestContext } from '../../core/request-context';
import { Cacheable, DOCUMENT_MAX_AGE_SECONDS } from '../../platform/http/caching';
import { Context } from '../../platform/http/request-context';
import { Answers } from '../../platform/openapi/answers.decorator';
import type { ServerMetadata } from './server-metadata';
import { ServerMetadataService } from './server-metadata.service';

const PUBLISHED = { tag: 'Discovery', gives: [200, 'ServerMetadata'] } as const;

/** The metadata documents. They are also served below the path of the issuer: see `platform/http/issuer-path.ts`. */
@Controller('.well-known')
export class DiscoveryController {
  constructor(private readonly metadata: ServerMetadataService) {}

  /** RFC 8414 section 3. */
  @Get('oauth-authorization-server')
  @Answers('Read what the authorization server offers.', {
    ...PUBLISHED,
    about:
      'Endpoints, grants, scopes and algorithms that the operator permits. Clients derive the address from the issuer.',
  })
  @Cacheable(DOCUMENT_MAX_AGE_SECONDS)
  authorizationServer(@Context() { issuer }: RequestContext): ServerMetadata {
    return this.metadata.of(issuer).authorizationServer;
  }

  /** RFC 8414 section 3, for the issuer `{ISSUER}/registrar`. Throws {@link NotFound} unless an external server issues the tokens of the issuer. */
  @Get(`oauth-authorization-server${SECOND_ISSUER_PATH}`)
  @Answers('Read what this server offers as the issuer of tokens for /register, beside an external token endpoint.', {
    about:
      'The metadata of the second issuer, which issues the tokens for the registration endpoint. Served if the token endpoint of the issuer belongs to another server.',
    ...PUBLISHED,
    refuses: [new NotFound()],
  })
  @Cacheable(DOCUMENT_MAX_AGE_SECONDS)
  ownAuthorizationServer(@Context() { issuer }: RequestContext): ServerMetadata {
    const { secondIssuer } = this.metadata.of(issuer);
    if (!secondIssuer) throw new NotFound();
    return secondIssuer;
  }

  /** OpenID Discovery 1.0 section 4. Throws {@link NotFound} unless an authorization endpoint is configured. */
  @Get('openid-configuration')
  @Answers('Read what the OpenID provider offers.', {
    about:
      'The same as the metadata of the authorization server. Served if an authorization endpoint is configured and the scope openid is offered.',
    ...PUBLISHED,
    refuses: [new NotFound()],
  })
  @Cacheable(DOCUMENT_MAX_AGE_SECONDS)
  openIdProvider(@Context() { issuer }: RequestContext): ServerMetadata {
    const { openIdProvider } = this.metadata.of(issuer);
    if (!openIdProvider) throw new NotFound();
    return openIdProvider;
  }
}
