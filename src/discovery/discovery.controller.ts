import { Controller, Get } from '@nestjs/common';
import { GrantRegistry } from '../access-tokens/grants/grant.registry';
import { NotFound } from '../core/errors/errors';
import { Environment } from '../platform/config/environment';
import { ASIDE } from '../platform/config/own-addresses';
import { Cacheable, DOCUMENT_MAX_AGE_SECONDS } from '../platform/http/caching';
import { Answers } from '../platform/openapi/answers.decorator';
import { openIdProviderMetadata, registrarMetadata, type ServerMetadata, serverMetadata } from './server-metadata';

const PUBLISHED = { tag: 'Discovery', to: 'anyone', gives: [200, 'ServerMetadata'] } as const;

/** What clients find this server by. Also served with the path of the issuer: see `http/issuer-path.ts`. */
@Controller('.well-known')
export class DiscoveryController {
  private readonly metadata: ServerMetadata;
  private readonly registrar: ServerMetadata | undefined;
  private readonly provider: ServerMetadata | undefined;

  constructor(environment: Environment, { names }: GrantRegistry) {
    this.metadata = serverMetadata(environment, names);
    this.registrar = registrarMetadata(environment, names);
    this.provider = openIdProviderMetadata(environment, names);
  }

  /** RFC 8414 section 3. */
  @Get('oauth-authorization-server')
  @Answers('Read what the authorization server offers.', {
    ...PUBLISHED,
    about: 'Endpoints, grants, scopes and algorithms, as the operator permits them. Clients find it from the issuer.',
  })
  @Cacheable(DOCUMENT_MAX_AGE_SECONDS)
  authorizationServer(): ServerMetadata {
    return this.metadata;
  }

  /** RFC 8414 section 3, for the issuer `{ISSUER}/registrar`. Throws {@link NotFound} unless an external server issues the tokens of the issuer. */
  @Get(`oauth-authorization-server${ASIDE}`)
  @Answers('Read what this server offers as the issuer of tokens for /register, beside an external token endpoint.', {
    about:
      'Served if the token endpoint of the issuer is that of another server: the metadata of the issuer that tokens for the registration endpoint come from.',
    ...PUBLISHED,
    refuses: [new NotFound()],
  })
  @Cacheable(DOCUMENT_MAX_AGE_SECONDS)
  ownAuthorizationServer(): ServerMetadata {
    if (!this.registrar) throw new NotFound();
    return this.registrar;
  }

  /** OpenID Discovery 1.0 section 4. Throws {@link NotFound} unless an authorization endpoint is configured. */
  @Get('openid-configuration')
  @Answers('Read what the OpenID provider offers.', {
    about:
      'The same as the metadata of the authorization server. Served where an authorization endpoint is configured and the scope openid is offered.',
    ...PUBLISHED,
    refuses: [new NotFound()],
  })
  @Cacheable(DOCUMENT_MAX_AGE_SECONDS)
  openIdProvider(): ServerMetadata {
    if (!this.provider) throw new NotFound();
    return this.provider;
  }
}
