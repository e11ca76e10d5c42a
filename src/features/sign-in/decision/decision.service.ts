import { Injectable } from '@nestjs/common';
import { UserResourcesService } from '../../../access-tokens/user-resources.service';
import type { Client } from '../../../clients/client.entity';
import { EventLogService } from '../../../event-log/event-log.service';
import { UnitsOfWorkService } from '../../../platform/database/units-of-work.service';
import { noteForLog } from '../../../platform/http/log-notes';
import type { PageAnswer } from '../pages/page-answer';
import { RedirectError } from '../request/authorization-refusal';
import { errorResponse } from '../request/authorization-responses';
import { AuthorizationRequestsService } from '../request/authorization-requests.service';
import { SessionsService } from '../sessions/sessions.service';
import { AccessService } from '../transactions/access.service';
import { authenticationOf, needsNewLogin, wishesOf } from '../transactions/authentication';
import { CodesService } from '../transactions/codes.service';
import { DeparturesService } from '../transactions/departures.service';
import type { Exchange } from '../transactions/exchange';
import { RepeatedAnswersService } from '../transactions/repeated-answers.service';
import { BrowserTransactionsService } from '../transactions/browser-transactions.service';
import type { OpenTransaction } from '../transactions/open-transaction';
import { SignInTransactionsService } from '../transactions/sign-in-transactions.service';
import { requireShownClient } from '../transactions/shown-client';
import { endTransaction, transactionCookies } from '../transactions/transaction-cookies';
import { isVisit } from '../transactions/visits.service';
import type { ChoiceForm, DecisionForm } from './decision-form';

/** A transaction whose page this browser shows, with its client in its current state. */
interface Decided {
  readonly transaction: OpenTransaction;
  readonly client: Client;
}

/**
 * What follows a decision of the user. It covers what the transaction holds, which the page showed: nothing of the form
 * but the decision and the scopes that were taken off is read.
 */
@Injectable()
export class DecisionService {
  constructor(
    private readonly ofBrowser: BrowserTransactionsService,
    private readonly transactions: SignInTransactionsService,
    private readonly requests: AuthorizationRequestsService,
    private readonly resources: UserResourcesService,
    private readonly sessions: SessionsService,
    private readonly access: AccessService,
    private readonly departures: DeparturesService,
    private readonly codes: CodesService,
    private readonly units: UnitsOfWorkService,
    private readonly log: EventLogService,
    private readonly answers: RepeatedAnswersService,
  ) {}

  /** Throws {@link PageError} and {@link RedirectError}. A form that is sent twice gets the same answer. */
  decide(exchange: Exchange, form: DecisionForm): Promise<PageAnswer> {
    return this.answers.orAgain(exchange, form.transaction, () => this.decideOnce(exchange, form));
  }

  /** Throws {@link PageError}. A form that is sent twice gets the same answer. */
  choose(exchange: Exchange, form: ChoiceForm): Promise<PageAnswer> {
    return this.answers.orAgain(exchange, form.transaction, () => this.chooseOnce(exchange, form));
  }

  private async decideOnce(exchange: Exchange, form: DecisionForm): Promise<PageAnswer> {
    const decided = await this.find(exchange, form, 'asked');
    const { request } = decided.transaction.contents;
    if (form.decision === 'other-account')
      return this.departures.depart(exchange, decided.transaction, { asked: wishesOf(request, true) });
    const scope = form.decision === 'allow' ? this.allowed(request, form.scope) : [];
    return scope.length === 0 ? this.deny(exchange, decided) : this.allow(exchange, decided, scope);
  }

  private async chooseOnce(exchange: Exchange, form: ChoiceForm): Promise<PageAnswer> {
    const transaction = await this.open(exchange, form, 'approved');
    if (!isVisit(transaction)) await this.recheck(exchange, transaction);
    return this.departures.departToChosen(exchange, transaction, form.upstream);
  }

  private async find(exchange: Exchange, form: DecisionForm, stage: 'asked' | 'approved'): Promise<Decided> {
    const transaction = await this.open(exchange, form, stage);
    return { transaction, client: await this.recheck(exchange, transaction) };
  }

  private open(
    { request }: Exchange,
    { transaction: id, csrf }: Pick<DecisionForm, 'transaction' | 'csrf'>,
    stage: 'asked' | 'approved',
  ): Promise<OpenTransaction> {
    return this.ofBrowser.ofPage(transactionCookies(request), { id, csrf, stage });
  }

  /** The client in its current state, whose request still follows the rules. */
  private async recheck({ context }: Exchange, { row, contents }: OpenTransaction): Promise<Client> {
    const client = await this.requests.activeClient(row.client_id);
    this.requests.recheck(context, contents.request, client);
    requireShownClient(contents, client);
    return client;
  }

  /** The scopes of the request that were left on, and those that nobody can take off. */
  private allowed(
    { scope, resources }: OpenTransaction['contents']['request'],
    leftOn: readonly string[],
  ): readonly string[] {
    const required = this.resources.requiredScopes(scope, resources);
    return scope.filter((one) => leftOn.includes(one) || required.includes(one));
  }

  private async allow(exchange: Exchange, decided: Decided, scope: readonly string[]): Promise<PageAnswer> {
    const { transaction, client } = decided;
    const { request, sub } = transaction.contents;
    const session = sub === undefined ? undefined : await this.sessions.find(exchange.context, exchange.request);
    if (!session || session.sub !== sub || needsNewLogin(request, session)) {
      const approval = { scope, asked: wishesOf(request), ...(sub !== undefined && { sub }) };
      return this.departures.depart(exchange, transaction, approval);
    }
    await this.access.require(exchange, { client, request, sub });
    return this.codes.issue(exchange, {
      client,
      request,
      scope,
      authentication: authenticationOf(session),
      transaction,
    });
  }

  private async deny(exchange: Exchange, { transaction, client }: Decided): Promise<PageAnswer> {
    const { context, request: http, texts } = exchange;
    const { request, sub } = transaction.contents;
    const target = this.requests.errorTargetOf(request, client, 'denied');
    const error = new RedirectError('access_denied', 'the user did not allow the access', target);
    const answer = errorResponse(texts, context.issuer, error, http.id);
    await this.units.run(context, async (unit, contextOfUnit) => {
      const sealed_answer = this.answers.seal(exchange, transaction, answer);
      this.transactions.finish(unit, transaction, { sealed_answer });
      const data = { resources: request.resources, scope: request.scope, ...(sub !== undefined && { sub }) };
      await this.log.append(contextOfUnit, { type: 'consent.denied', client_id: client.client_id, data });
    });
    endTransaction(exchange, transaction.row.id);
    noteForLog(http, { reason: `${error.error}: ${error.message}` });
    return answer;
  }
}
