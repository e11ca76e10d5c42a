import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ClientStatusService } from '../../../clients/status/client-status.service';
import { type StatusAction, transitionOf } from '../../../clients/status/status-transitions';
import type { ClientStatus } from '../../../clients/client.entity';
import { summaryOf } from '../../../clients/client-summary';
import type { OAuthError } from '../../../core/errors/oauth-error';
import { noSuchClient } from '../../../core/errors/refusals';
import { RefusedOperation } from '../../../core/errors/refused-operation';
import { responseTo } from '../../../core/errors/response-to-refused-operation';
import type { RequestContext } from '../../../core/request-context';
import { Context } from '../../../platform/http/request-context';
import { Answers } from '../../../platform/openapi/answers.decorator';
import { OptionalBody } from '../../../registration-requests/secret-rotation.pipe';
import { AdministratorOnly } from '../administrator-only.decorator';
import { reasonIsText, StatusReasonPipe } from './status-reason.pipe';

type Summary = Readonly<Record<string, unknown>>;

const changed = (action: StatusAction, status: ClientStatus) =>
  ({
    tag: 'Administration',
    path: { client_id: 'The identifier of the client.' },
    takes: 'StatusReason',
    gives: [200, 'AdministeredClient'],
    refuses: [noSuchClient(), reasonIsText(), conflictOf(action, status)],
  }) as const;

/** The refusal of an action for a client with this status. */
const conflictOf = (action: StatusAction, status: ClientStatus): OAuthError => {
  try {
    transitionOf(action, status);
  } catch (error) {
    if (error instanceof RefusedOperation) return responseTo(error);
    throw error;
  }
  throw new Error(`${action} is permitted for a client that is ${status}`);
};

/** `/admin/clients/:client_id/approve`, `reject`, `disable` and `enable`. */
@Controller('admin/clients/:client_id')
export class ClientStatusController {
  constructor(private readonly statuses: ClientStatusService) {}

  @Post('approve')
  @Answers('Approve a client that waits for it.', {
    ...changed('approve', 'active'),
    about: 'The client obtains tokens from the next request on.',
  })
  @AdministratorOnly()
  @HttpCode(200)
  approve(
    @Context() context: RequestContext,
    @Param('client_id') client_id: string,
    @OptionalBody(StatusReasonPipe) reason: string | undefined,
  ): Promise<Summary> {
    return this.change(context, client_id, 'approve', reason);
  }

  @Post('reject')
  @Answers('Reject a client that waits for approval.', {
    ...changed('reject', 'active'),
    about: 'A rejection is final, and needs a reason, which the client reads.',
  })
  @AdministratorOnly()
  @HttpCode(200)
  reject(
    @Context() context: RequestContext,
    @Param('client_id') client_id: string,
    @OptionalBody(StatusReasonPipe) reason: string | undefined,
  ): Promise<Summary> {
    return this.change(context, client_id, 'reject', reason);
  }

  @Post('disable')
  @Answers('Put an active client out of service.', {
    ...changed('disable', 'disabled'),
    about: 'Its access tokens are no longer accepted, from the next request on and on every node, until it is enabled.',
  })
  @AdministratorOnly()
  @HttpCode(200)
  disable(
    @Context() context: RequestContext,
    @Param('client_id') client_id: string,
    @OptionalBody(StatusReasonPipe) reason: string | undefined,
  ): Promise<Summary> {
    return this.change(context, client_id, 'disable', reason);
  }

  @Post('enable')
  @Answers('Put a disabled client back into service.', {
    ...changed('enable', 'active'),
    about: 'It has the credentials that it had.',
  })
  @AdministratorOnly()
  @HttpCode(200)
  enable(
    @Context() context: RequestContext,
    @Param('client_id') client_id: string,
    @OptionalBody(StatusReasonPipe) reason: string | undefined,
  ): Promise<Summary> {
    return this.change(context, client_id, 'enable', reason);
  }

  private async change(
    context: RequestContext,
    client_id: string,
    action: StatusAction,
    reason: string | undefined,
  ): Promise<Summary> {
    return summaryOf(await this.statuses.change(context, client_id, action, reason));
  }
}
