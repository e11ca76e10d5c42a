import { Injectable } from '@nestjs/common';
import { ExpirySweepTask } from '../../../platform/replay/expiry-sweep.task';
import { SignInOptions } from '../../../users/sign-in-options';
import { BrowserSessionRepository } from './browser-session.repository';

/** Deletes the sessions that have expired, where people sign in. */
@Injectable()
export class SessionsSweepTask extends ExpirySweepTask {
  constructor(sessions: BrowserSessionRepository, { isOn }: SignInOptions) {
    super('browser_sessions', sessions, isOn);
  }
}
