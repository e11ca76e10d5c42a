import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PoliciesRepository } from './policies.repository';
import { PoliciesService } from './policies.service';
import { Policy } from './policy.entity';
import { PolicyVersion } from './policy-version.entity';

/** Reading and writing policies, for the server and for commands. */
@Module({
  imports: [TypeOrmModule.forFeature([Policy, PolicyVersion])],
  providers: [PoliciesRepository, PoliciesService],
  exports: [PoliciesRepository, PoliciesService],
})
export class PolicyStoreModule {}
