import { Injectable } from '@nestjs/common';
import type { Client } from '../../../clients/client.entity';
import type { UpstreamIdentity } from '../../../users/upstream-identity';
import type { User } from '../../../users/user.entity';
import { UsersService } from '../../../users/users.service';
import type { PageAnswer } from '../pages/page-answer';
import { PageError, RedirectError } from '../request/authorization-refusal';
import { AuthorizationRequestsService } from '../request/authorization-requests.service';
import { SessionsService } from '../sessions/sessions.service';
import { AccessService } from '../transactions/access.service';
import { authenticationBy, shortcomingOf } from '../transactions/authentication';
import { CodesService } from '../transactions/codes.service';
import { ConsentPagesService } from '../transactions/consent-pages.service';
import type { Exchange } from '../transactions/exchange';
import { BrowserTransactionsService } from '../transactions/browser-transactions.service';
import type { OpenTransaction } from '../transactions/open-transaction';
import { SignInTransactionsService } from '../transactions/sign-in-transactions.service';
import { requireShownClient } from '../transactions/shown-client';
import { transactionCookies } from '../transactions/transaction-cookies';
import type { Approval } from '../transactions/transaction-contents';
import { isVisit, VisitsService } from '../transactions/visits.service';
import { ArrivalsService } from './arrivals.service';

/** A user who came back from an upstream. */
interface Returned {
  readonly transaction: OpenTransaction;
  readonly approval: Approval;
  readonly client: Client;
  readonly identity: UpstreamIdentity;
  readonly user: User;
}

/** What follows the response of an upstream. */
@Injectable()
export class CallbackService {
  constructor(
    private readonly ofBrowser: BrowserTransactionsService,
    private readonly transactions: SignInTransactionsService,
    private readonly arrivals: ArrivalsService,
    private readonly requests: AuthorizationRequestsService,
    private readonly users: UsersService,
    private readonly sessions: SessionsService,
    private readonly access: AccessService,
    private readonly codes: CodesService,
    private readonly consentPages: ConsentPagesService,
    private readonly visits: VisitsService,
  ) {}

  /**
   * Takes the response once, in the browser that left for the upstream, and issues the code that the user allowed there.
   * Throws {@link PageError} and {@link RedirectError}.
   */
  async receive(exchange: Exchange, upstream: string, query: string): Promise<PageAnswer> {
    const { context, request } = exchange;
    const parameters = responseIn(query);
    const cookies = transactionCookies(request);
    const found = await this.ofBrowser.ofResponse(cookies, upstream, parameters.get('state') ?? '');
    const transaction = await this.transactions.return(context, found);
    const { approval } = transaction;
    if (!approval) throw new Error('a transaction that waits for an upstream has an approval');
    if (isVisit(transaction)) {
      const visitor = await this.arrivals.identityIn(exchange, { transaction, approval }, parameters);
      return this.visits.arrive(exchange, transaction, visitor);
    }
    const client = await this.requests.activeClient(transaction.row.client_id);
    this.requests.recheck(context, transaction.contents.request, client);
    requireShownClient(transaction.contents, client);
    const identity = await this.arrivals.identityIn(exchange, { transaction, client, approval }, parameters);
    const { request: asked } = transaction.contents;
    const user = await this.access.admit(exchange, { client, request: asked, identity });
    return this.goOn(exchange, { transaction, approval, client, identity, user });
  }

  private async goOn(exchange: Exchange, returned: Returned): Promise<PageAnswer> {
    const { transaction, approval, client, identity, user } = returned;
    const { request } = transaction.contents;
    this.requireStrength(exchange, returned);
    const session = await this.sessions.start(exchange.context, exchange.reply, user, identity);
    if (approval.scope === undefined || !this.isExpected(returned)) {
      const again = await this.transactions.askAgain(exchange.context, transaction, user.sub);
      return this.consentPages.page(exchange, again, client, user);
    }
    const authentication = authenticationBy(user, identity, exchange.context.at, session);
    return this.codes.issue(exchange, { client, request, scope: approval.scope, authentication, transaction });
  }

  /** Whether it is the person whom the page named, or the hint of the request; somebody else sees the page again. */
  private isExpected({ transaction, approval, user }: Returned): boolean {
    const hint = transaction.contents.request.login_hint?.toLowerCase() ?? '';
    const label = this.users.labelOf(user).toLowerCase();
    const isHinted = !hint.includes('@') || !label.includes('@') || hint === label;
    return approval.sub === undefined ? isHinted : approval.sub === user.sub;
  }

  /** An upstream that ignores what it was asked for is not believed (OpenID Connect Core section 3.1.2.3, RFC 9470). */
  private requireStrength({ context }: Exchange, { transaction, approval, client, identity }: Returned): void {
    const { request } = transaction.contents;
    const error = shortcomingOf(request, identity, approval.asked, context.at);
    if (error)
      throw new RedirectError(
        error,
        'the user did not authenticate as the request requires; ask for less',
        this.requests.errorTargetOf(request, client),
      );
  }
}

/** The parameters of the response. Throws {@link PageError} for a repeated one. */
const responseIn = (query: string): URLSearchParams => {
  const parameters = new URLSearchParams(query);
  if (new Set(parameters.keys()).size !== parameters.size)
    throw new PageError('malformed', 'the response must have each parameter once; start again');
  return parameters;
};
