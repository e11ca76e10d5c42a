import { Injectable } from '@nestjs/common';
import { PageError } from '../request/authorization-refusal';
import type { AuthorizationRequest } from '../request/authorization-request';
import { seeOther } from '../request/authorization-responses';
import type { PageAnswer } from '../pages/page-answer';
import { upstreamChoicePage } from '../pages/views/upstream-choice.page';
import { UpstreamUnavailable } from '../upstream/upstream-errors';
import { type UpstreamHints, UpstreamsService } from '../upstream/upstreams.service';
import type { Exchange } from './exchange';
import { RepeatedAnswersService } from './repeated-answers.service';
import type { OpenTransaction } from './open-transaction';
import { SignInTransactionsService } from './sign-in-transactions.service';
import type { Approval } from './transaction-contents';

/** Sends browsers to the upstream at which their user signs in. */
@Injectable()
export class DeparturesService {
  constructor(
    private readonly upstreams: UpstreamsService,
    private readonly transactions: SignInTransactionsService,
    private readonly answers: RepeatedAnswersService,
  ) {}

  /**
   * Goes on after an approval: to the upstream, or to a page where the user chooses one. Throws {@link PageError} if there is
   * none for the request, or if it does not respond; the user may then try the same page again.
   */
  async depart(exchange: Exchange, transaction: OpenTransaction, approval: Approval): Promise<PageAnswer> {
    const possible = this.choices(transaction.contents.request);
    const [first, ...others] = possible;
    if (!first)
      throw new PageError('malformed', 'the resources must be of one identity provider; request them one by one');
    if (others.length === 0) return this.departTo(exchange, transaction, first.id, approval);
    const csrf = this.transactions.newToken();
    const page = upstreamChoicePage(exchange.texts, {
      action: `${exchange.context.issuer.path}/sign-in/upstream`,
      transaction: transaction.row.id,
      csrf,
      upstreams: possible.map(({ id, name }) => ({ id, label: name })),
    });
    const sealed_answer = this.answers.seal(exchange, transaction, page);
    await this.transactions.approve(exchange.context, transaction, { approval, csrf, sealed_answer });
    return page;
  }

  /** Goes to an upstream that the user chose. Throws {@link PageError} for another one. */
  async departToChosen(exchange: Exchange, transaction: OpenTransaction, upstream: string): Promise<PageAnswer> {
    const { approval } = transaction;
    if (!approval || !this.isPossible(transaction.contents.request, upstream))
      throw new PageError('malformed', 'upstream must be one of the page; choose one there');
    return this.departTo(exchange, transaction, upstream, approval);
  }

  private async departTo(
    exchange: Exchange,
    transaction: OpenTransaction,
    upstream: string,
    approval: Approval,
  ): Promise<PageAnswer> {
    const { context } = exchange;
    try {
      const { location, state, secrets } = await this.upstreams.begin(context, upstream, approval.asked);
      const answer = seeOther(location);
      await this.transactions.leave(context, transaction, {
        upstream,
        approval: { ...approval, begun: { state, secrets } },
        sealed_answer: this.answers.seal(exchange, transaction, answer),
      });
      return answer;
    } catch (cause) {
      if (cause instanceof UpstreamUnavailable) throw upstreamUnavailable(cause);
      throw cause;
    }
  }

  /** Whether people of an upstream may use the resources of a request. */
  isPossible(request: AuthorizationRequest, upstream: string): boolean {
    return this.choices({ ...request, login_hint: undefined }).some(({ id }) => id === upstream);
  }

  private choices({
    login_hint,
    resources,
  }: Pick<UpstreamHints, 'login_hint' | 'resources'>): ReturnType<UpstreamsService['choose']> {
    return this.upstreams.choose({ login_hint, ...(resources && { resources }) });
  }
}

/** RFC 9110 section 15.6.4. The user can go on once the upstream responds again. */
export const upstreamUnavailable = (cause: UpstreamUnavailable): PageError =>
  new PageError('upstream_unavailable', 'the identity provider must respond; try again later', {
    status: 503,
    error: 'temporarily_unavailable',
    headers: { 'Retry-After': String(cause.retryAfterSeconds) },
    cause,
  });
