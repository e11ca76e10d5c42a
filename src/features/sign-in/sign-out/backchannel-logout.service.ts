import { Injectable, Logger } from '@nestjs/common';
import { NotFound, TemporarilyUnavailable } from '../../../core/errors/errors';
import { logoutTokenRefused } from '../../../core/errors/refusals';
import type { RequestContext } from '../../../core/request-context';
import { UserGrantsService } from '../../../user-grants/user-grants.service';
import { UsersService } from '../../../users/users.service';
import type { EndedSession } from '../sessions/browser-session.repository';
import { SessionsService } from '../sessions/sessions.service';
import { LogoutTokenRefused, LogoutTokensService, type UpstreamLogout } from '../upstream/logout-tokens.service';
import { UpstreamUnavailable } from '../upstream/upstream-errors';
import { isOpenId, UpstreamsService } from '../upstream/upstreams.service';

/** Ends what an upstream signed out (OpenID Connect Back-Channel Logout 1.0 section 2.7). */
@Injectable()
export class BackchannelLogoutService {
  private readonly logger = new Logger('sign-in');

  constructor(
    private readonly upstreams: UpstreamsService,
    private readonly tokens: LogoutTokensService,
    private readonly users: UsersService,
    private readonly sessions: SessionsService,
    private readonly grants: UserGrantsService,
  ) {}

  /**
   * Ends the sessions that a logout token names and, if the operator wants that, their grants. Throws `InvalidRequest` for a
   * token that is not valid, {@link NotFound} for an upstream that sends none, and {@link TemporarilyUnavailable} if the keys of the
   * upstream cannot be read.
   */
  async receive(context: RequestContext, id: string, token: string): Promise<void> {
    const upstream = this.upstreams.find(id);
    if (!upstream || !isOpenId(upstream)) throw new NotFound();
    try {
      await this.end(context, id, await this.tokens.use(upstream, token));
    } catch (error) {
      if (error instanceof UpstreamUnavailable) throw new TemporarilyUnavailable(undefined, undefined, error);
      if (!(error instanceof LogoutTokenRefused)) throw error;
      this.logger.warn({ upstream: id, reason: error.message }, 'a logout token was refused');
      throw logoutTokenRefused(error);
    }
  }

  private async end(
    context: RequestContext,
    upstream: string,
    { issuer, subject, sid }: UpstreamLogout,
  ): Promise<void> {
    const user = subject === undefined ? undefined : await this.users.findAtUpstream(upstream, issuer, subject);
    if (!user && sid === undefined) return;
    const ended = await this.sessions.endOfUpstream(context, upstream, { sub: user?.sub, sid });
    if (!this.upstreams.find(upstream)?.logoutEndsGrants) return;
    if (user && sid === undefined) await this.grants.revokeAllOf(context, { sub: user.sub }, 'signed_out');
    else await this.endGrantsOf(context, ended);
  }

  private async endGrantsOf(context: RequestContext, ended: readonly EndedSession[]): Promise<void> {
    for (const { hash, sub } of ended) await this.grants.revokeAllOf(context, { sub, session: hash }, 'signed_out');
  }
}
