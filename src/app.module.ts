import { Module } from '@nestjs/common';
import { ConfigModule } from './config/config.module';
import { DatabaseModule } from './database/database.module';
import { DiscoveryModule } from './discovery/discovery.module';
import { ExpiryModule } from './expiry/expiry.module';
import { KeysModule } from './keys/keys.module';
import { OperationsModule } from './operations/operations.module';
import { RegistrationModule } from './registration/registration.module';
import { SecretsModule } from './secrets/secrets.module';
import { TokenModule } from './token/token.module';

/** The table of contents. */
@Module({
  imports: [
    ConfigModule,
    OperationsModule,
    DatabaseModule,
    SecretsModule,
    ExpiryModule,
    KeysModule,
    TokenModule,
    RegistrationModule,
    DiscoveryModule,
  ],
})
export class AppModule {}
