import { Injectable } from '@nestjs/common';
import { fingerprintOf } from '../../../clients/client-fingerprint';
import type { Client } from '../../../clients/client.entity';
import { EventLogService } from '../../../event-log/event-log.service';
import { UnitsOfWorkService } from '../../../platform/database/units-of-work.service';
import { UsersService } from '../../../users/users.service';
import type { User } from '../../../users/user.entity';
import { ConsentsService } from '../consents/consents.service';
import type { PageAnswer } from '../pages/page-answer';
import type { AuthorizationParameters } from '../request/authorization-parameters';
import { type AuthorizationErrorCode, RedirectError, usedBefore } from '../request/authorization-refusal';
import type { AuthorizationRequest } from '../request/authorization-request';
import { AuthorizationRequestsService } from '../request/authorization-requests.service';
import { IndirectRequests, type ResolvedParameters } from '../request/indirect-requests';
import type { BrowserSession } from '../sessions/browser-session.entity';
import { SessionsService } from '../sessions/sessions.service';
import { AccessService } from './access.service';
import { authenticationOf, needsNewLogin, wishesOf } from './authentication';
import { CodesService } from './codes.service';
import { ConsentPagesService } from './consent-pages.service';
import { DeparturesService } from './departures.service';
import type { Exchange } from './exchange';
import type { BegunTransaction } from './open-transaction';
import { SignInTransactionsService } from './sign-in-transactions.service';
import { requireShownClient } from './shown-client';
import { keepTransaction, transactionCookies } from './transaction-cookies';
import type { Approval } from './transaction-contents';

/** A judged request, with what is known of the browser. */
interface Arrival {
  readonly client: Client;
  readonly request: AuthorizationRequest;
  /** The session, if it satisfies the request. */
  readonly session?: BrowserSession;
  readonly user?: User;
  readonly begun?: ResolvedParameters['begun'];
  /** The transaction that the request began before. */
  readonly transaction?: string;
}

/** The authorization endpoint (RFC 6749 section 3.1): what follows a request, until a page or a redirect is shown. */
@Injectable()
export class AuthorizationService {
  constructor(
    private readonly requests: AuthorizationRequestsService,
    private readonly indirect: IndirectRequests,
    private readonly sessions: SessionsService,
    private readonly users: UsersService,
    private readonly access: AccessService,
    private readonly consents: ConsentsService,
    private readonly transactions: SignInTransactionsService,
    private readonly units: UnitsOfWorkService,
    private readonly log: EventLogService,
    private readonly consentPages: ConsentPagesService,
    private readonly departures: DeparturesService,
    private readonly codes: CodesService,
  ) {}

  /**
   * Shows the page; or goes to the upstream, or back to the client, if no page is needed. Throws {@link PageError} and
   * {@link RedirectError}.
   */
  async begin(exchange: Exchange, parameters: AuthorizationParameters): Promise<PageAnswer> {
    const arrival = await this.arrive(exchange, parameters);
    if (arrival.transaction !== undefined) return this.showAgain(exchange, arrival, arrival.transaction);
    const { request, session } = arrival;
    const isSilent = request.prompt.includes('none');
    if (isSilent && !session)
      throw this.refusal(arrival, 'login_required', 'the user must sign in; leave prompt=none out');
    const isPageNeeded = await this.isPageNeeded(exchange, arrival);
    if (isPageNeeded && isSilent)
      throw this.refusal(arrival, 'consent_required', 'the user must be asked; leave prompt=none out');
    if (isPageNeeded) return this.showPage(exchange, arrival);
    return session ? this.issue(exchange, arrival, session) : this.depart(exchange, arrival);
  }

  private async arrive(exchange: Exchange, parameters: AuthorizationParameters): Promise<Arrival> {
    const { context, request: http } = exchange;
    const client = await this.requests.clientOf(context, parameters);
    const { parameters: resolved, ...use } = await this.indirect.resolve(context, parameters, client);
    const request = this.requests.judge(context, resolved, client);
    const session = await this.sessions.find(context, http);
    const isEnough =
      session !== undefined &&
      !needsNewLogin(request, session) &&
      this.departures.isPossible(request, session.upstream);
    const user = isEnough ? await this.users.find(session.sub) : undefined;
    return { client, request, ...use, ...(user && isEnough && { user, session }) };
  }

  private isPageNeeded({ request: http }: Exchange, { client, request, session }: Arrival): Promise<boolean> {
    const { resources, redirect_uri, scope, prompt } = request;
    const subject = { client, resources, redirect_uri, ...(session && { sub: session.sub }) };
    return this.consents.isPageNeeded(subject, scope, { prompt, headers: http.headers });
  }

  private async showPage(exchange: Exchange, arrival: Arrival): Promise<PageAnswer> {
    const { client, session, user } = arrival;
    const transaction = await this.beginTransaction(exchange, arrival);
    return this.consentPages.page(exchange, transaction, client, session && user);
  }

  /** A pushed request that began a transaction in this browser: its user loads the page again (RFC 9126 section 7.3). */
  private async showAgain(exchange: Exchange, { client, user }: Arrival, id: string): Promise<PageAnswer> {
    const { context, request: http } = exchange;
    const shown = await this.transactions.showAgain(context, transactionCookies(http), id);
    if (!shown) throw usedBefore();
    requireShownClient(shown.contents, client);
    return this.consentPages.page(exchange, shown, client, user?.sub === shown.contents.sub ? user : undefined);
  }

  private async depart(exchange: Exchange, arrival: Arrival): Promise<PageAnswer> {
    const { request } = arrival;
    const approval: Approval = { scope: request.scope, asked: wishesOf(request) };
    return this.departures.depart(exchange, await this.beginTransaction(exchange, arrival, approval), approval);
  }

  private async issue(
    exchange: Exchange,
    { client, request, begun }: Arrival,
    session: BrowserSession,
  ): Promise<PageAnswer> {
    await this.access.require(exchange, { client, request, sub: session.sub });
    await begun?.();
    return this.codes.issue(exchange, {
      client,
      request,
      scope: request.scope,
      authentication: authenticationOf(session),
    });
  }

  private async beginTransaction(exchange: Exchange, arrival: Arrival, approval?: Approval): Promise<BegunTransaction> {
    const { context, request: http, reply } = exchange;
    const { client, request, session, begun } = arrival;
    const contents = { request, fingerprint: fingerprintOf(client), ...(session && { sub: session.sub }) };
    const transaction = await this.units.run(context, async (_unit, contextOfUnit) => {
      const { resources, scope } = request;
      const data = { resources, scope };
      await this.log.append(contextOfUnit, { type: 'authorization.requested', client_id: client.client_id, data });
      return this.transactions.begin(contextOfUnit, contents, approval);
    });
    await begun?.(transaction.row);
    keepTransaction(http, reply, transaction);
    return transaction;
  }

  private refusal(
    { client, request }: Pick<Arrival, 'client' | 'request'>,
    error: AuthorizationErrorCode,
    description: string,
  ): RedirectError {
    return new RedirectError(error, description, this.requests.errorTargetOf(request, client));
  }
}
