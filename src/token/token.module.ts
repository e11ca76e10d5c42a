import { Module } from '@nestjs/common';
import { AccessTokensModule } from '../access-tokens/access-tokens.module';
import { ClientAuthenticationModule } from '../client-authentication/client-authentication.module';
import { ClientCredentialsGrant } from './grants/client-credentials.grant';
import { TokenController } from './token.controller';
import { TokenService } from './token.service';

/** The token endpoint and its grants. */
@Module({
  imports: [AccessTokensModule, ClientAuthenticationModule],
  controllers: [TokenController],
  providers: [ClientCredentialsGrant, TokenService],
})
export class TokenModule {}
