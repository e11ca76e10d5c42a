import { Module } from '@nestjs/common';
import { Issuer } from '../../../core/issuer';
import { Environment } from '../../../platform/config/environment';
import { ErrorPagesService } from './error-pages.service';
import { LogoController } from './logo.controller';
import { PageTextsOptions } from './page-texts-options';
import { PageTextsService } from './page-texts.service';

/** The pages of sign-in: their texts, and what the operator adds to them. */
@Module({
  controllers: [LogoController],
  providers: [
    {
      provide: PageTextsOptions,
      inject: [Environment, Issuer],
      useFactory: ({ SIGN_IN_TEXTS }: Environment, issuer: Issuer): PageTextsOptions => ({
        file: SIGN_IN_TEXTS,
        logoAddress: `${issuer.path}/sign-in/logo`,
      }),
    },
    PageTextsService,
    ErrorPagesService,
  ],
  exports: [PageTextsService],
})
export class PagesModule {}
