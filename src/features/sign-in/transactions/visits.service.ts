import { Injectable } from '@nestjs/common';
import { AccessRulesService } from '../../../users/access-rules.service';
import type { UpstreamIdentity } from '../../../users/upstream-identity';
import { UnitsOfWorkService } from '../../../platform/database/units-of-work.service';
import type { PageAnswer } from '../pages/page-answer';
import { PageError } from '../request/authorization-refusal';
import type { AuthorizationRequest } from '../request/authorization-request';
import { seeOther } from '../request/authorization-responses';
import { SessionsService } from '../sessions/sessions.service';
import { DeparturesService } from './departures.service';
import type { Exchange } from './exchange';
import type { OpenTransaction } from './open-transaction';
import { SignInTransactionsService } from './sign-in-transactions.service';
import { endTransaction, keepTransaction } from './transaction-cookies';

/** The page of this server that users sign in for, below the path of the issuer. */
export const APPLICATIONS_PATH = '/sign-in/applications';

/** No client has an empty identifier. */
const NO_CLIENT = '';

/** Whether a transaction is that of a user who only signs in, to see a page of this server. */
export const isVisit = ({ row }: OpenTransaction): boolean => row.client_id === NO_CLIENT;

/**
 * Users who sign in to see a page of this server: no client asked for it, and none gets a code. It is a transaction as every
 * other, so that it too ends in the browser where it began.
 */
@Injectable()
export class VisitsService {
  constructor(
    private readonly transactions: SignInTransactionsService,
    private readonly departures: DeparturesService,
    private readonly units: UnitsOfWorkService,
    private readonly rules: AccessRulesService,
    private readonly sessions: SessionsService,
  ) {}

  /** Sends the browser to the upstream, or to the page where the user chooses one. */
  async begin(exchange: Exchange): Promise<PageAnswer> {
    const { context, request, reply } = exchange;
    const approval = { asked: {} };
    const transaction = await this.transactions.begin(context, { request: noRequest(context.at) }, approval);
    keepTransaction(request, reply, transaction);
    return this.departures.depart(exchange, transaction, approval);
  }

  /** Starts the session of the user who came back, and goes on to the page. Throws {@link PageError}. */
  async arrive(exchange: Exchange, transaction: OpenTransaction, identity: UpstreamIdentity): Promise<PageAnswer> {
    const { context, reply } = exchange;
    const { user } = await this.rules.admit(context, identity, []);
    if (!user) throw new PageError('not_allowed', 'the operator does not permit the user to sign in', { status: 403 });
    await this.units.run(context, (unit) => {
      this.transactions.finish(unit, transaction, { sealed_answer: null });
    });
    await this.sessions.start(context, reply, user, identity);
    endTransaction(exchange, transaction.row.id);
    return seeOther(context.issuer.path + APPLICATIONS_PATH);
  }
}

const noRequest = (at: Date): AuthorizationRequest => ({
  client_id: NO_CLIENT,
  redirect_uri: '',
  isRedirectUriSent: false,
  response_mode: 'query',
  scope: [],
  resources: [],
  code_challenge: '',
  prompt: [],
  asked_at: at.getTime(),
});
