import { Module } from '@nestjs/common';
import { fromEnvironment } from '../platform/config/from-environment';
import { SignInOptions } from './sign-in-options';

/** The configuration of sign-in, for the server and for commands. */
@Module({
  providers: [
    fromEnvironment(SignInOptions, (environment) => ({
      isOn: environment.SIGN_IN_UPSTREAMS.length > 0,
      upstreams: environment.SIGN_IN_UPSTREAMS,
      sessionSeconds: environment.SIGN_IN_SESSION,
      idleSeconds: environment.SIGN_IN_SESSION_IDLE,
      resources: environment.RESOURCES,
    })),
  ],
  exports: [SignInOptions],
})
export class SignInOptionsModule {}
