import { Injectable } from '@nestjs/common';
import { PageError } from '../request/authorization-refusal';
import type { PageAnswer } from '../pages/page-answer';
import { signedOutPage, type SignedOutView, signOutPage } from '../pages/views/sign-out.page';
import { KeyRing } from '../../../platform/secrets/key-ring';
import { UserGrantsService } from '../../../user-grants/user-grants.service';
import { UsersService } from '../../../users/users.service';
import type { BrowserSession } from '../sessions/browser-session.entity';
import { SessionsService } from '../sessions/sessions.service';
import type { Exchange } from '../transactions/exchange';
import { UpstreamUnavailable } from '../upstream/upstream-errors';
import { UpstreamsService } from '../upstream/upstreams.service';
import type { SignOutForm } from './sign-out-form';

const PATH = '/sign-in/logout';
/** Where an upstream sends people back to; the operator registers it there. */
const SIGNED_OUT_PATH = '/sign-in/signed-out';

/** The end of a session by its user: after a question, because anybody can lead a browser to an address. */
@Injectable()
export class SignOutService {
  constructor(
    private readonly sessions: SessionsService,
    private readonly users: UsersService,
    private readonly grants: UserGrantsService,
    private readonly upstreams: UpstreamsService,
    private readonly ring: KeyRing,
  ) {}

  /** The page with the question; without a session, the page that says so. */
  async ask({ context, request, texts }: Exchange): Promise<PageAnswer> {
    const session = await this.sessions.find(context, request);
    const user = session && (await this.users.find(session.sub));
    if (!user) return signedOutPage(texts, { everywhere: false });
    return signOutPage(texts, {
      action: context.issuer.path + PATH,
      csrf: this.ring.hash(textOf(session)),
      account: { label: this.users.labelOf(user) },
    });
  }

  /**
   * Ends the session, or all sessions and grants of its user. Throws {@link PageError} for a form that is not of the page of this
   * session.
   */
  async signOut(exchange: Exchange, { csrf, isEverywhere }: SignOutForm): Promise<PageAnswer> {
    const { context, request, reply, texts } = exchange;
    const session = await this.sessions.find(context, request);
    if (!session) return signedOutPage(texts, { everywhere: false });
    if (!this.ring.isHashOf(csrf, textOf(session)))
      throw new PageError('expired', 'csrf must be that of the page; open the page again', { status: 403 });
    await this.sessions.end(context, reply, session);
    if (isEverywhere) {
      await this.sessions.endOfUser(context, session.sub, 'user');
      await this.grants.revokeAllOf(context, { sub: session.sub }, 'signed_out');
    }
    const upstream = await this.upstreamOf(exchange, session);
    return signedOutPage(texts, { everywhere: isEverywhere, ...(upstream && { upstream }) });
  }

  /** Where the user may sign out at the upstream too, which other applications share: only by a click of the user. */
  private async upstreamOf({ context }: Exchange, session: BrowserSession): Promise<SignedOutView['upstream']> {
    const upstream = this.upstreams.find(session.upstream);
    if (!upstream?.offersUpstreamLogout) return undefined;
    const returnsTo = context.issuer.addressOf(SIGNED_OUT_PATH);
    const location = await this.upstreams.logoutAddress(upstream.id, returnsTo).catch((error: unknown) => {
      if (error instanceof UpstreamUnavailable) return undefined;
      throw error;
    });
    return location === undefined ? undefined : { label: upstream.name, location };
  }
}

/** What the token of the page is a keyed hash of. */
const textOf = ({ hash }: BrowserSession): string => `the form that signs ${hash} out`;
