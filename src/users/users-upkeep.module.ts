import { Module } from '@nestjs/common';
import { ClaimsResealingTask } from './claims-resealing.task';
import { UserKeysService } from './user-keys.service';
import { UsersModule } from './users.module';

/** What the server does for people besides requests: the check of keys at the start, and the sealing of claims. */
@Module({ imports: [UsersModule], providers: [ClaimsResealingTask, UserKeysService] })
export class UsersUpkeepModule {}
