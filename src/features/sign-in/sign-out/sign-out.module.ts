import { Module } from '@nestjs/common';
import { UserGrantsModule } from '../../../user-grants/user-grants.module';
import { UsersModule } from '../../../users/users.module';
import { PagesModule } from '../pages/pages.module';
import { SessionsModule } from '../sessions/sessions.module';
import { UpstreamsModule } from '../upstream/upstreams.module';
import { BackchannelLogoutController } from './backchannel-logout.controller';
import { BackchannelLogoutService } from './backchannel-logout.service';
import { SignOutController } from './sign-out.controller';
import { SignOutService } from './sign-out.service';

/** The end of sessions: by their users, and by the upstreams. */
@Module({
  imports: [PagesModule, SessionsModule, UpstreamsModule, UserGrantsModule, UsersModule],
  controllers: [SignOutController, BackchannelLogoutController],
  providers: [BackchannelLogoutService, SignOutService],
})
export class SignOutModule {}
