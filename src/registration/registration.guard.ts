import { type ExecutionContext, Injectable } from '@nestjs/common';
import { BearerGuard } from '../authentication/bearer/bearer.guard';
import { requestOf } from '../authentication/bearer/bearer-authentication.guard';

/**
 * Decides who may register: a caller with an access token that {@link BearerGuard} accepts; in open mode (RFC 7591
 * section 3) also one that sends none. A token that is sent must be valid in either mode.
 */
@Injectable()
export class RegistrationGuard extends BearerGuard {
  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const isAnonymous = requestOf(context).headers.authorization === undefined;
    if (isAnonymous && this.environment.REGISTRATION_MODE === 'open') return true;
    return (await super.canActivate(context)) === true;
  }
}
