import { Injectable } from '@nestjs/common';
import { UserResourcesService } from '../../../access-tokens/user-resources.service';
import { ClientDirectory } from '../../../clients/client-directory.service';
import { KeyRing } from '../../../platform/secrets/key-ring';
import type { UserGrant } from '../../../user-grants/user-grant.entity';
import { UserGrantsService } from '../../../user-grants/user-grants.service';
import type { User } from '../../../users/user.entity';
import { UsersService } from '../../../users/users.service';
import { ConsentsService } from '../consents/consents.service';
import type { PageAnswer } from '../pages/page-answer';
import { type ApplicationsView, type ApplicationView, applicationsPage } from '../pages/views/applications.page';
import { PageError } from '../request/authorization-refusal';
import type { BrowserSession } from '../sessions/browser-session.entity';
import { SessionsService } from '../sessions/sessions.service';
import type { Exchange } from '../transactions/exchange';
import { APPLICATIONS_PATH, VisitsService } from '../transactions/visits.service';
import type { ApplicationsForm } from './applications-form';
import { placeOf } from './granted-place';

const SIGN_OUT_PATH = '/sign-in/logout';

/** A user with the session of the browser. */
interface Visitor {
  readonly session: BrowserSession;
  readonly user: User;
}

/** What a signed-in user sees and ends: the applications that have access on his or her behalf. */
@Injectable()
export class ApplicationsService {
  constructor(
    private readonly sessions: SessionsService,
    private readonly users: UsersService,
    private readonly grants: UserGrantsService,
    private readonly clients: ClientDirectory,
    private readonly consents: ConsentsService,
    private readonly visits: VisitsService,
    private readonly resources: UserResourcesService,
    private readonly ring: KeyRing,
  ) {}

  /** The page; without a session, the way to the upstream first. */
  async show(exchange: Exchange): Promise<PageAnswer> {
    const visitor = await this.visitorOf(exchange);
    return visitor ? this.page(exchange, visitor) : this.visits.begin(exchange);
  }

  /**
   * Ends a grant of the user, or forgets what the user allowed, and shows the page again. Throws {@link PageError} for a form
   * that is not of the page of this session.
   */
  async change(exchange: Exchange, { csrf, grant, forgets }: ApplicationsForm): Promise<PageAnswer> {
    const { context } = exchange;
    const visitor = await this.visitorOf(exchange);
    if (!visitor) return this.visits.begin(exchange);
    if (!this.ring.isHashOf(csrf, formOf(visitor)))
      throw new PageError('expired', 'csrf must be that of the page; open the page again', { status: 403 });
    const { sub } = visitor.user;
    if (forgets) {
      await this.consents.forget({ sub });
      return this.page(exchange, visitor, 'forgotten');
    }
    const isOwn = (await this.grants.ofUser(sub)).some(({ id }) => id === grant);
    const isRevoked = isOwn && grant !== undefined && (await this.grants.revoke(context, grant, 'user'));
    return this.page(exchange, visitor, isRevoked ? 'revoked' : 'gone');
  }

  private async visitorOf({ context, request }: Exchange): Promise<Visitor | undefined> {
    const session = await this.sessions.find(context, request);
    const user = session && (await this.users.find(session.sub));
    return session && user && { session, user };
  }

  private async page(
    { context, texts }: Exchange,
    visitor: Visitor,
    done?: ApplicationsView['done'],
  ): Promise<PageAnswer> {
    const { user } = visitor;
    const grants = await this.grants.ofUser(user.sub);
    return applicationsPage(texts, {
      action: context.issuer.path + APPLICATIONS_PATH,
      signOut: context.issuer.path + SIGN_OUT_PATH,
      csrf: this.ring.hash(formOf(visitor)),
      account: { label: this.users.labelOf(user) },
      applications: await Promise.all(grants.map((grant) => this.viewOf(grant))),
      remembers: await this.consents.remembersAny(user.sub),
      at: context.at,
      ...(done && { done }),
    });
  }

  private async viewOf(grant: UserGrant): Promise<ApplicationView> {
    const { id, client_id, redirect_host, resources, scope, created_at, last_used_at, expires_at } = grant;
    const client = await this.clients.find(client_id);
    const name = client?.metadata.client_name;
    const isUsed = last_used_at.getTime() > created_at.getTime();
    return {
      grant: id,
      client_id,
      redirect: placeOf(redirect_host),
      resources: resources.map((identifier) => {
        const { name: named } = this.resources.settingsOf(identifier);
        return { identifier, ...(named !== undefined && { name: named }) };
      }),
      scopes: scope,
      since: created_at,
      until: expires_at,
      ...(isUsed && { lastUsed: last_used_at }),
      ...(name !== undefined && { name }),
    };
  }
}

/** What the token of the page is a keyed hash of. */
const formOf = ({ session: { hash } }: Visitor): string => `the form of the applications of ${hash}`;
