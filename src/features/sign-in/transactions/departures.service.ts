import { Injectable } from '@nestjs/common';
import { PageError } from '../request/authorization-refusal';
import { seeOther } from '../request/authorization-responses';
import type { PageAnswer } from '../pages/page-answer';
import { upstreamChoicePage } from '../pages/views/upstream-choice.page';
import { UpstreamUnavailable } from '../upstream/upstream-errors';
import { UpstreamsService } from '../upstream/upstreams.service';
import type { Exchange } from './exchange';
import { type BegunTransaction, type OpenTransaction, SignInTransactionsService } from './sign-in-transactions.service';
import type { Approval } from './transaction-contents';

/** Sends browsers to the upstream at which their user signs in. */
@Injectable()
export class DeparturesService {
  constructor(
    private readonly upstreams: UpstreamsService,
    private readonly transactions: SignInTransactionsService,
  ) {}

  /** Goes on after an approval: to the upstream, or to a page where the user chooses one. */
  async depart(exchange: Exchange, transaction: BegunTransaction, approval: Approval): Promise<PageAnswer> {
    const possible = this.choices(transaction);
    const [only] = possible;
    if (only && possible.length === 1) return this.departTo(exchange, transaction, only.id, approval);
    return upstreamChoicePage(exchange.texts, {
      action: `${exchange.context.issuer.path}/sign-in/upstream`,
      transaction: transaction.row.id,
      csrf: transaction.csrf,
      upstreams: possible.map(({ id, name }) => ({ id, label: name })),
    });
  }

  /** Goes to an upstream that the user chose. Throws {@link PageError} for another one. */
  async departToChosen(exchange: Exchange, transaction: OpenTransaction, upstream: string): Promise<PageAnswer> {
    const { approval } = transaction;
    if (!approval || !this.choices(transaction).some(({ id }) => id === upstream))
      throw new PageError('malformed', 'upstream must be one of the page; choose one there');
    return this.departTo(exchange, transaction, upstream, approval);
  }

  private async departTo(
    { context }: Exchange,
    transaction: OpenTransaction,
    upstream: string,
    approval: Approval,
  ): Promise<PageAnswer> {
    try {
      const { location, state, secrets } = await this.upstreams.begin(context, upstream, approval.asked);
      await this.transactions.leave(context, transaction, upstream, { ...approval, begun: { state, secrets } });
      return seeOther(location);
    } catch (cause) {
      if (cause instanceof UpstreamUnavailable) throw upstreamUnavailable(cause);
      throw cause;
    }
  }

  private choices({ contents: { request } }: OpenTransaction): ReturnType<UpstreamsService['choose']> {
    const { login_hint, resources } = request;
    return this.upstreams.choose({ resources, ...(login_hint !== undefined && { login_hint }) });
  }
}

/** RFC 9110 section 15.6.4. The user can go on once the upstream responds again. */
export const upstreamUnavailable = (cause: unknown): PageError =>
  new PageError('upstream_unavailable', 'the identity provider must respond; try again later', {
    status: 503,
    error: 'temporarily_unavailable',
    headers: { 'Retry-After': '30' },
    cause,
  });
