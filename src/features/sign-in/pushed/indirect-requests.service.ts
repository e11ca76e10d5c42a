import { Injectable } from '@nestjs/common';
import type { Client } from '../../../clients/client.entity';
import type { RequestContext } from '../../../core/request-context';
import type { AuthorizationParameters } from '../request/authorization-parameters';
import { PageError } from '../request/authorization-refusal';
import { IndirectRequests, type ResolvedParameters } from '../request/indirect-requests';
import { isPushedReference, PushedRequestsService } from './pushed-requests.service';
import { RequestObjectsService } from './request-objects.service';

/** The parameters that a request stands for. The address of an object elsewhere is never read (RFC 9101 section 10.4). */
@Injectable()
export class IndirectRequestsService extends IndirectRequests {
  constructor(
    private readonly pushed: PushedRequestsService,
    private readonly objects: RequestObjectsService,
  ) {
    super();
  }

  async resolve(
    context: RequestContext,
    parameters: AuthorizationParameters,
    client: Client,
  ): Promise<ResolvedParameters> {
    const request_uri = parameters.get('request_uri');
    if (request_uri === undefined) return this.objects.resolve(context, parameters, client);
    if (parameters.get('request') !== undefined || parameters.isRepeated('request_uri'))
      throw new PageError('malformed', 'request_uri must be sent once and without request; send one of them');
    return isPushedReference(request_uri) ? this.pushed.find(client, request_uri) : { parameters };
  }
}
