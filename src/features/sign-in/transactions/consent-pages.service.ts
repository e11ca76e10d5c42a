import { Injectable } from '@nestjs/common';
import { UserResourcesService } from '../../../access-tokens/user-resources.service';
import type { Client } from '../../../clients/client.entity';
import type { User } from '../../../users/user.entity';
import { UserGrantsService } from '../../../user-grants/user-grants.service';
import { UsersService } from '../../../users/users.service';
import { ConsentsService } from '../consents/consents.service';
import type { PageAnswer } from '../pages/page-answer';
import { consentPage } from '../pages/views/consent.page';
import { consentView } from './consent-view';
import type { Exchange } from './exchange';
import type { ShownTransaction } from './open-transaction';
import { TransactionOptions } from './transaction-options';

/** Where the page sends its forms, below the path of the issuer. */
const DECISION_PATH = '/sign-in/decision';

/** Makes the page on which a user decides. */
@Injectable()
export class ConsentPagesService {
  constructor(
    private readonly resources: UserResourcesService,
    private readonly users: UsersService,
    private readonly consents: ConsentsService,
    private readonly grants: UserGrantsService,
    private readonly options: TransactionOptions,
  ) {}

  /** The page of a transaction; with a user, it names the account. */
  async page(
    { context, texts }: Exchange,
    { row, csrf, contents: { request } }: ShownTransaction,
    client: Client,
    user?: User,
  ): Promise<PageAnswer> {
    const { resources, redirect_uri } = request;
    const remembered = user ? await this.consents.remembered({ sub: user.sub, client, resources, redirect_uri }) : [];
    const shown = {
      request,
      client,
      resources: this.resources,
      remembered,
      refreshSeconds: this.options.refreshSeconds,
      action: context.issuer.path + DECISION_PATH,
      at: context.at,
      ...(user && {
        account: { label: this.users.labelOf(user) },
        hasNoAccess: await this.hasNoAccess(user, client),
      }),
    };
    return consentPage(texts, consentView(shown, { transaction: row.id, csrf }));
  }

  private async hasNoAccess({ sub }: User, { client_id }: Client): Promise<boolean> {
    return (await this.grants.ofUser(sub)).every((grant) => grant.client_id !== client_id);
  }
}
