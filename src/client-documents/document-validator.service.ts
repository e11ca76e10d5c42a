import { Injectable } from '@nestjs/common';
import { ClientDocumentUnavailable, InvalidClientDocument } from '../clients/client-source';
import { RegistrationPermissions } from '../clients/registration-permissions';
import { TemporarilyUnavailable } from '../core/errors/errors';
import { InvalidRegistration } from '../core/errors/registration-errors';
import { ANONYMOUS, type RequestContext } from '../core/request-context';
import { Caller } from '../platform/http/caller';
import {
  RegistrationRequestValidator,
  type ValidatedRequest,
} from '../registration-requests/registration-request.validator';
import { requestOf, requirePermittedRedirects } from './document-metadata';
import { DocumentOptions } from './document-options';

const RETRY_AFTER_SECONDS = 30;

/**
 * Judges client id metadata documents by the rules and the policies of a registration without a token: the table, the
 * software statement, the policy of the operator, its decision service.
 */
@Injectable()
export class DocumentValidator {
  constructor(
    private readonly validator: RegistrationRequestValidator,
    private readonly permissions: RegistrationPermissions,
    private readonly options: DocumentOptions,
  ) {}

  /**
   * Takes a parsed document and its address, gives what is stored of it. Throws {@link InvalidClientDocument} with the
   * first fault, and {@link ClientDocumentUnavailable} if the document cannot be judged now.
   */
  async validate(context: RequestContext, client_id: string, document: unknown): Promise<ValidatedRequest> {
    try {
      const json = requestOf(document, client_id, this.permissions.of(context.issuer));
      const anonymous = { ...context, actor: ANONYMOUS };
      const validated = await this.validator.validate(anonymous, { json }, { caller: new Caller() });
      requirePermittedRedirects(client_id, validated.metadata.redirect_uris, this.options);
      return validated;
    } catch (cause) {
      if (cause instanceof InvalidRegistration)
        throw new InvalidClientDocument(`its document: ${cause.message}`, cause);
      if (cause instanceof TemporarilyUnavailable) throw new ClientDocumentUnavailable(RETRY_AFTER_SECONDS, cause);
      throw cause;
    }
  }
}
