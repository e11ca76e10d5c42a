import { Injectable } from '@nestjs/common';
import type { Client } from '../../../clients/client.entity';
import type { UpstreamIdentity } from '../../../users/upstream-identity';
import { type AuthorizationErrorCode, PageError, RedirectError } from '../request/authorization-refusal';
import { AuthorizationRequestsService } from '../request/authorization-requests.service';
import { upstreamUnavailable } from '../transactions/departures.service';
import type { Exchange } from '../transactions/exchange';
import type { OpenTransaction } from '../transactions/open-transaction';
import type { Approval } from '../transactions/transaction-contents';
import { UpstreamRefused, UpstreamUnavailable } from '../upstream/upstream-errors';
import { UpstreamsService } from '../upstream/upstreams.service';

/** A transaction whose upstream responded. */
interface Response {
  readonly transaction: OpenTransaction;
  /** Absent if the user signs in to see a page of this server. */
  readonly client?: Client;
  readonly approval: Approval;
}

/** The errors of an upstream that wants the user to take part: the user starts again, and the client learns nothing. */
const INTERACTIVE: readonly string[] = ['login_required', 'consent_required', 'interaction_required'];

/** Reads the responses of upstreams. Their errors are translated, never passed on. */
@Injectable()
export class ArrivalsService {
  constructor(
    private readonly upstreams: UpstreamsService,
    private readonly requests: AuthorizationRequestsService,
  ) {}

  /** Who signed in. Throws {@link PageError} and {@link RedirectError}. */
  async identityIn({ context }: Exchange, response: Response, parameters: URLSearchParams): Promise<UpstreamIdentity> {
    const { transaction, approval } = response;
    const { begun, asked } = approval;
    if (!begun) throw new Error('a transaction that waits for an upstream knows what it sent there');
    try {
      return await this.upstreams.finish(context, transaction.row.upstream ?? '', parameters, { ...begun, ...asked });
    } catch (cause) {
      if (cause instanceof UpstreamUnavailable) throw upstreamUnavailable(cause);
      if (cause instanceof UpstreamRefused) throw this.translated(response, cause);
      throw cause;
    }
  }

  private translated({ transaction, client }: Response, cause: UpstreamRefused): PageError | RedirectError {
    const { request } = transaction.contents;
    if (!client || INTERACTIVE.includes(cause.code))
      return new PageError('upstream_refused', 'the identity provider did not sign the user in; start again', {
        cause,
      });
    const redirect = (error: AuthorizationErrorCode, description: string): RedirectError =>
      new RedirectError(error, description, this.requests.errorTargetOf(request, client, 'upstream_refused'), cause);
    if (cause.code === 'access_denied') return redirect('access_denied', 'the user did not sign in');
    return redirect('server_error', 'the user could not be signed in');
  }
}
