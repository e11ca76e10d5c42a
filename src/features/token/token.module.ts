import { Module } from '@nestjs/common';
import { AccessTokensModule } from '../../access-tokens/access-tokens.module';
import { GrantsModule } from '../../access-tokens/grants/grants.module';
import { ClientAuthenticationModule } from '../../authentication/client/client-authentication.module';
import { DpopModule } from '../../authentication/dpop/dpop.module';
import { PolicyStoreModule } from '../../governance/policies/policy-store.module';
import { SigningKeysModule } from '../../signing-keys/signing-keys.module';
import { UserGrantsUpkeepModule } from '../../user-grants/user-grants-upkeep.module';
import { UserGrantsModule } from '../../user-grants/user-grants.module';
import { UsersModule } from '../../users/users.module';
import { AuthorizationCodeGrant } from './grants/authorization-code.grant';
import { ClientCredentialsGrant } from './grants/client-credentials.grant';
import { RefreshTokenGrant } from './grants/refresh-token.grant';
import { IntrospectionJwtService } from './introspection/introspection-jwt.service';
import { IntrospectionController } from './introspection/introspection.controller';
import { IntrospectionService } from './introspection/introspection.service';
import { RevocationController } from './revocation/revocation.controller';
import { RevocationService } from './revocation/revocation.service';
import { TokenController } from './token.controller';
import { TokenService } from './token.service';
import { UserTokensService } from './user-tokens.service';

/** Each grant is one line here: `GrantRegistry` finds it by its decorator. */
const GRANTS = [ClientCredentialsGrant, AuthorizationCodeGrant, RefreshTokenGrant];

/** The token endpoint and its grants, introspection, revocation. */
@Module({
  imports: [
    AccessTokensModule,
    ClientAuthenticationModule,
    DpopModule,
    GrantsModule,
    PolicyStoreModule,
    SigningKeysModule,
    UserGrantsModule,
    UserGrantsUpkeepModule,
    UsersModule,
  ],
  controllers: [TokenController, IntrospectionController, RevocationController],
  providers: [
    ...GRANTS,
    TokenService,
    UserTokensService,
    IntrospectionJwtService,
    IntrospectionService,
    RevocationService,
  ],
})
export class TokenModule {}
