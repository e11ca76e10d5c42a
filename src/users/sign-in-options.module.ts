import { Module } from '@nestjs/common';
import { fromEnvironment } from '../platform/config/from-environment';
import { SignInOptions } from './sign-in-options';

/** The configuration of sign-in, for the server and for commands. */
@Module({
  providers: [fromEnvironment(SignInOptions, ({ SIGN_IN_UPSTREAMS }) => ({ isOn: SIGN_IN_UPSTREAMS !== '' }))],
  exports: [SignInOptions],
})
export class SignInOptionsModule {}
