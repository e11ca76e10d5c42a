import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ExpiringEntry } from './expiring-entry.entity';
import { ExpiringSet } from './expiring-set';

/** What is remembered for a while, by all nodes. */
@Module({
  imports: [TypeOrmModule.forFeature([ExpiringEntry])],
  providers: [ExpiringSet],
  exports: [ExpiringSet],
})
export class ExpiryModule {}
