import { Module } from '@nestjs/common';
import { SigningKeysModule } from '../../../signing-keys/signing-keys.module';
import { AdministratorModule } from '../administrator.module';
import { KeysController } from './keys.controller';

/** Signing keys over HTTP. */
@Module({ imports: [AdministratorModule, SigningKeysModule], controllers: [KeysController] })
export class AdministeredKeysModule {}
