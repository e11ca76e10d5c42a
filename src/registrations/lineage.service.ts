import { Injectable } from '@nestjs/common';
import type { Client } from '../clients/client.entity';
import type { ClientLineage } from '../clients/client-lineage';
import { KeptAddressService } from '../clients/kept-address.service';
import type { Actor, RequestContext } from '../core/request-context';
import type { ValidatedRequest } from '../registration-requests/registration-request.validator';

const MOST_CHARACTERS = 200;

/** The columns that say what brought a client. */
type LineageColumns = Required<Pick<Client, 'initial_access_token' | 'registrar' | 'policies' | 'lineage'>>;

/** What the operator configures of the clients' lineage. */
export abstract class LineageOptions {
  /** The identifier of the administrator of the environment. */
  abstract readonly administrator: string;
}

/** Decides what is kept of the request that registers a client. An update adds the policy of a new software statement. */
@Injectable()
export class LineageService {
  constructor(
    private readonly addresses: KeptAddressService,
    private readonly options: LineageOptions,
  ) {}

  /** The columns of the client that a valid request registers. */
  columnsOf(context: RequestContext, { policy, statement }: ValidatedRequest): LineageColumns {
    const { actor, userAgent } = context;
    const lineage: ClientLineage = {
      ...this.addresses.of(context),
      ...(userAgent !== undefined && { user_agent: printable(userAgent) }),
      ...(statement && { statement }),
      ...(this.isOperator(actor) && { is_made_by_operator: true }),
    };
    return {
      initial_access_token: actor.type === 'initial_access_token' ? actor.id : null,
      registrar: actor.type === 'access_token' ? actor.client_id : null,
      policies: policy?.admitting ?? null,
      lineage: Object.keys(lineage).length > 0 ? lineage : null,
    };
  }

  private isOperator(actor: Actor): boolean {
    if (actor.type === 'access_token') return actor.client_id === this.options.administrator;
    return actor.type === 'administrator' || actor.type === 'command';
  }
}

/** The visible ASCII characters and spaces of a header, which may contain others (RFC 9110 section 5.5). */
const printable = (header: string): string => header.slice(0, MOST_CHARACTERS).replaceAll(/[^\x20-\x7e]/g, '?');
