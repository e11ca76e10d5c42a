import { Global, Module } from '@nestjs/common';
import { Issuer } from '../../core/issuer';
import { IssuerResolver } from './issuer-resolver';

/** What the server needs for every request. All requests are for the one issuer of `ISSUER`. */
@Global()
@Module({
  providers: [
    {
      provide: IssuerResolver,
      inject: [Issuer],
      useFactory: (issuer: Issuer): IssuerResolver => ({ resolve: () => issuer }),
    },
  ],
  exports: [IssuerResolver],
})
export class HttpModule {}
