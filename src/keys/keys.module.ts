import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { JwksController } from './jwks.controller';
import { KeyRotation } from './key-rotation';
import { KeyRotationTask } from './key-rotation.task';
import { SigningKey } from './signing-key.entity';
import { SigningKeyStore } from './signing-key.store';
import { SigningKeys } from './signing-keys';

/** The server's own signing keys and their publication. */
@Module({
  imports: [TypeOrmModule.forFeature([SigningKey])],
  controllers: [JwksController],
  providers: [SigningKeyStore, SigningKeys, KeyRotation, KeyRotationTask],
  exports: [SigningKeys, KeyRotation],
})
export class KeysModule {}
