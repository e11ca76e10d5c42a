import { Module } from '@nestjs/common';
import { BearerModule } from '../../authentication/bearer/bearer.module';
import { AdministratorGuard } from './administrator.guard';

/** What every controller below `/admin` needs: its guard. */
@Module({
  imports: [BearerModule],
  providers: [AdministratorGuard],
  exports: [AdministratorGuard, BearerModule],
})
export class AdministratorModule {}
