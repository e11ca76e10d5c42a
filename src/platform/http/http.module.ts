import { type DynamicModule, Global, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { APP_FILTER, DiscoveryModule, HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { Issuer } from '../../core/issuer';
import { IssuerResolver } from './issuer-resolver';
import { OpenStreamsService } from './open-streams.service';
import { RefusalsService } from './refusals.service';
import { UnavailableLogService } from './unavailable-log.service';
import { IS_TEMPORARY, type IsTemporary, OAuthErrorFilter } from './oauth-error.filter';

/**
 * What the server needs for every request: its issuer, and the filter that turns errors into responses. The plugins of
 * Fastify are registered by `app.setup.ts`, before any route. All requests are for the one issuer of `ISSUER`.
 */
@Global()
@Module({
  providers: [
    {
      provide: IssuerResolver,
      inject: [Issuer],
      useFactory: (issuer: Issuer): IssuerResolver => ({ resolve: () => issuer }),
    },
    OpenStreamsService,
  ],
  exports: [IssuerResolver, OpenStreamsService],
})
export class HttpModule implements OnApplicationBootstrap {
  constructor(private readonly host: HttpAdapterHost) {}

  /** Takes the rule by which a failure is answered by 503 instead of 500: `platform/http` knows no database. */
  static forRoot(isTemporary: IsTemporary): DynamicModule {
    return {
      module: HttpModule,
      imports: [DiscoveryModule],
      providers: [
        RefusalsService,
        UnavailableLogService,
        { provide: IS_TEMPORARY, useValue: isTemporary },
        { provide: APP_FILTER, useClass: OAuthErrorFilter },
      ],
      exports: [IS_TEMPORARY, UnavailableLogService],
    };
  }

  /** Runs after all routes are registered. A process that uses the modules without serving has no adapter. */
  onApplicationBootstrap(): void {
    const adapter = this.host.httpAdapter as HttpAdapterHost['httpAdapter'] | undefined;
    adapter?.getInstance<FastifyInstance>().addOtherMethods();
  }
}
