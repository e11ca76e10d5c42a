import { Module } from '@nestjs/common';
import { AccessTokensModule } from '../access-tokens/access-tokens.module';
import { ClientAuthenticationModule } from '../client-authentication/client-authentication.module';
import { DpopModule } from '../dpop/dpop.module';
import { KeysModule } from '../keys/keys.module';
import { ClientCredentialsGrant } from './grants/client-credentials.grant';
import { IntrospectionController } from './introspection/introspection.controller';
import { IntrospectionJwt } from './introspection/introspection-jwt';
import { IntrospectionService } from './introspection/introspection.service';
import { RevocationController } from './revocation/revocation.controller';
import { RevocationService } from './revocation/revocation.service';
import { TokenController } from './token.controller';
import { TokenService } from './token.service';

/** The token endpoint and its grants, introspection, revocation. */
@Module({
  imports: [AccessTokensModule, ClientAuthenticationModule, DpopModule, KeysModule],
  controllers: [TokenController, IntrospectionController, RevocationController],
  providers: [ClientCredentialsGrant, TokenService, IntrospectionJwt, IntrospectionService, RevocationService],
})
export class TokenModule {}
