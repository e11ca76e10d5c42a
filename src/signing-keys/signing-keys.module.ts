import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EventLogModule } from '../event-log/event-log.module';
import { fromEnvironment } from '../platform/config/from-environment';
import { JwksController } from './jwks.controller';
import { KeyRotationOptions } from './key-rotation-options';
import { KeyRotationService } from './key-rotation.service';
import { KeyRotationTask } from './key-rotation.task';
import { SigningKey } from './signing-key.entity';
import { SigningKeyRepository } from './signing-key.repository';
import { SigningKeysService } from './signing-keys.service';

/** The server's own signing keys and their publication. */
@Module({
  imports: [EventLogModule, TypeOrmModule.forFeature([SigningKey])],
  controllers: [JwksController],
  providers: [
    fromEnvironment(KeyRotationOptions, ({ KEY_ROTATION_DAYS }) => ({ days: KEY_ROTATION_DAYS })),
    SigningKeyRepository,
    SigningKeysService,
    KeyRotationService,
    KeyRotationTask,
  ],
  exports: [SigningKeysService, KeyRotationService],
})
export class SigningKeysModule {}
