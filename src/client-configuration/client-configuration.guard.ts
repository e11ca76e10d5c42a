import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { ManagementScopeGuard } from './management-scope.guard';
import { RegistrationTokenGuard } from './registration-token.guard';

/** Who manages a registration: the bearer of its registration access token, or of an access token with `MANAGEMENT_SCOPE`. */
@Injectable()
export class ClientConfigurationGuard implements CanActivate {
  constructor(
    private readonly byScope: ManagementScopeGuard,
    private readonly byRegistrationToken: RegistrationTokenGuard,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.byScope.applies(context)) return this.byScope.canActivate(context);
    return (await this.byRegistrationToken.canActivate(context)) === true;
  }
}
