import { Module } from '@nestjs/common';
import { SignInOptionsModule } from '../users/sign-in-options.module';
import { GrantKeysInUseService } from './grant-keys-in-use.service';
import { UserGrantSweepTask } from './user-grant-sweep.task';
import { UserGrantsModule } from './user-grants.module';

/** What the server does for grants besides requests: the check of keys at the start, and the deletion of expired rows. */
@Module({ imports: [SignInOptionsModule, UserGrantsModule], providers: [GrantKeysInUseService, UserGrantSweepTask] })
export class UserGrantsUpkeepModule {}
