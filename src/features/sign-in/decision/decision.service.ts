import { Injectable } from '@nestjs/common';
import { UserResourcesService } from '../../../access-tokens/user-resources.service';
import type { Client } from '../../../clients/client.entity';
import { EventLogService } from '../../../event-log/event-log.service';
import { UnitsOfWorkService } from '../../../platform/database/units-of-work.service';
import type { PageAnswer } from '../pages/page-answer';
import { RedirectError } from '../request/authorization-refusal';
import { AuthorizationRequestsService } from '../request/authorization-requests.service';
import { SessionsService } from '../sessions/sessions.service';
import { AccessService } from '../transactions/access.service';
import { authenticationOf, needsNewLogin, wishesOf } from '../transactions/authentication';
import { CodesService } from '../transactions/codes.service';
import { DeparturesService } from '../transactions/departures.service';
import type { Exchange } from '../transactions/exchange';
import { type OpenTransaction, SignInTransactionsService } from '../transactions/sign-in-transactions.service';
import { requireShownClient } from '../transactions/shown-client';
import { forgetTransaction, transactionCookies } from '../transactions/transaction-cookies';
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
    private readonly transactions: SignInTransactionsService,
    private readonly requests: AuthorizationRequestsService,
    private readonly resources: UserResourcesService,
    private readonly sessions: SessionsService,
    private readonly access: AccessService,
    private readonly departures: DeparturesService,
    private readonly codes: CodesService,
    private readonly units: UnitsOfWorkService,
    private readonly log: EventLogService,
  ) {}

  /** Throws {@link PageError} and {@link RedirectError}. */
  async decide(exchange: Exchange, form: DecisionForm): Promise<PageAnswer> {
    const decided = await this.find(exchange, form, 'asked');
    const { request } = decided.transaction.contents;
    if (form.decision === 'other-account')
      return this.departures.depart(exchange, decided.transaction, { asked: wishesOf(request, true) });
    const scope = form.decision === 'allow' ? this.allowed(request, form.scope) : [];
    return scope.length === 0 ? this.deny(exchange, decided) : this.allow(exchange, decided, scope);
  }

  /** Throws {@link PageError}. */
  async choose(exchange: Exchange, form: ChoiceForm): Promise<PageAnswer> {
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
    return this.transactions.ofPage(transactionCookies(request), { id, csrf, stage });
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

  private async deny({ context, request: http, reply }: Exchange, { transaction, client }: Decided): Promise<never> {
    const { request, sub } = transaction.contents;
    await this.units.run(context, async (unit, contextOfUnit) => {
      this.transactions.finish(unit, transaction);
      const data = { resources: request.resources, scope: request.scope, ...(sub !== undefined && { sub }) };
      await this.log.append(contextOfUnit, { type: 'consent.denied', client_id: client.client_id, data });
    });
    forgetTransaction(http, reply, transaction.row.id);
    const target = this.requests.errorTargetOf(request, client, 'denied');
    throw new RedirectError('access_denied', 'the user did not allow the access', target);
  }
}
