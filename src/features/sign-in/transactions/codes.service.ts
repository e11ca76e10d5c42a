import { Injectable } from '@nestjs/common';
import type { Client } from '../../../clients/client.entity';
import { EventLogService } from '../../../event-log/event-log.service';
import { UnitsOfWorkService } from '../../../platform/database/units-of-work.service';
import { UserGrantsService } from '../../../user-grants/user-grants.service';
import { ConsentsService } from '../consents/consents.service';
import type { PageAnswer } from '../pages/page-answer';
import type { AuthorizationRequest } from '../request/authorization-request';
import { codeResponse } from '../request/authorization-responses';
import type { Authentication } from './authentication';
import { mayRefresh } from './consent-view';
import type { Exchange } from './exchange';
import { RepeatedAnswersService } from './repeated-answers.service';
import type { OpenTransaction } from './open-transaction';
import { SignInTransactionsService } from './sign-in-transactions.service';
import { endTransaction } from './transaction-cookies';

/** An authorization that was decided. */
export interface Authorized {
  readonly client: Client;
  readonly request: AuthorizationRequest;
  /** What was allowed. */
  readonly scope: readonly string[];
  readonly authentication: Authentication;
  /** The transaction in which the user decided; absent if the consent was remembered and no page was shown. */
  readonly transaction?: OpenTransaction;
}

/** Issues authorization codes. */
@Injectable()
export class CodesService {
  constructor(
    private readonly units: UnitsOfWorkService,
    private readonly transactions: SignInTransactionsService,
    private readonly grants: UserGrantsService,
    private readonly consents: ConsentsService,
    private readonly log: EventLogService,
    private readonly answers: RepeatedAnswersService,
  ) {}

  /**
   * Stores the grant with its code, the consent, and the end of the transaction, in one commit, and gives the response to
   * the client (RFC 6749 section 4.1.2). Throws {@link PageError} if the transaction was answered meanwhile.
   */
  async issue(exchange: Exchange, authorized: Authorized): Promise<PageAnswer> {
    const { context, texts } = exchange;
    const { transaction, request: asked } = authorized;
    const answer = await this.units.run(context, async (unit, contextOfUnit) => {
      const { code, grant_id } = await this.grants.create(contextOfUnit, newGrant(authorized));
      const response = codeResponse(texts, context.issuer, asked, code);
      if (transaction) {
        const sealed_answer = this.answers.seal(exchange, transaction, response, grant_id);
        this.transactions.finish(unit, transaction, { sealed_answer });
        await this.noteDecision(contextOfUnit, authorized);
      }
      return response;
    });
    if (transaction) endTransaction(exchange, transaction.row.id);
    return answer;
  }

  private async noteDecision(
    context: Parameters<ConsentsService['remember']>[0],
    { client, request, scope, authentication: { sub } }: Authorized,
  ): Promise<void> {
    const { resources, redirect_uri } = request;
    await this.consents.remember(context, { sub, client, resources, redirect_uri }, scope);
    const data = { sub, resources, scope };
    await this.log.append(context, { type: 'consent.granted', client_id: client.client_id, data });
  }
}

const newGrant = ({
  client,
  request,
  scope,
  authentication,
}: Authorized): Parameters<UserGrantsService['create']>[1] => ({
  ...authentication,
  client_id: client.client_id,
  resources: request.resources,
  scope,
  redirect_uri: request.redirect_uri,
  isRedirectUriSent: request.isRedirectUriSent,
  code_challenge: request.code_challenge,
  mayRefresh: mayRefresh(client),
  ...(request.dpop_jkt !== undefined && { dpop_jkt: request.dpop_jkt }),
  ...(request.nonce !== undefined && { nonce: request.nonce }),
});
