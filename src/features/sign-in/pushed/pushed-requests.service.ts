import { Injectable } from '@nestjs/common';
import type { Client } from '../../../clients/client.entity';
import { InvalidDpopProof } from '../../../core/errors/errors';
import { OAuthError } from '../../../core/errors/oauth-error';
import { referencePushed } from '../../../core/errors/refusals';
import type { RequestContext } from '../../../core/request-context';
import { UnitsOfWorkService } from '../../../platform/database/units-of-work.service';
import { KeyRing } from '../../../platform/secrets/key-ring';
import { SecretVaultService } from '../../../platform/secrets/secret-vault.service';
import { AuthorizationParameters, type ParameterSource } from '../request/authorization-parameters';
import { PageError, RedirectError, usedBefore } from '../request/authorization-refusal';
import { AuthorizationRequestsService } from '../request/authorization-requests.service';
import type { ResolvedParameters } from '../request/indirect-requests';
import { PushedRequest } from './pushed-request.entity';
import { PushedRequestRepository } from './pushed-request.repository';
import { RequestObjectsService } from './request-objects.service';

/** RFC 9126 section 2.2. */
const PREFIX = 'urn:ietf:params:oauth:request_uri:';
const LIFETIME_SECONDS = 60;
const LONGEST_REFERENCE = 256;

/** The response to a pushed request (RFC 9126 section 2.2). */
export interface PushedResponse {
  readonly request_uri: string;
  readonly expires_in: number;
}

/** What is stored of a pushed request. */
interface Contents {
  readonly pairs: readonly (readonly [name: string, value: string])[];
  readonly source: ParameterSource;
}

/** Whether a `request_uri` is one of a pushed request. */
export const isPushedReference = (request_uri: string): boolean => request_uri.startsWith(PREFIX);

/** Pushed authorization requests (RFC 9126): judged when they are pushed and again when they are used, once. */
@Injectable()
export class PushedRequestsService {
  constructor(
    private readonly rows: PushedRequestRepository,
    private readonly units: UnitsOfWorkService,
    private readonly requests: AuthorizationRequestsService,
    private readonly objects: RequestObjectsService,
    private readonly ring: KeyRing,
    private readonly vault: SecretVaultService,
  ) {}

  /**
   * Stores the request of an authenticated client. `jkt` is the key of its DPoP proof, to which the code is bound (RFC 9449
   * section 10.1). Throws {@link OAuthError} with the code of the rule that the request breaks, and
   * {@link InvalidDpopProof} if it names another key.
   */
  async push(
    context: RequestContext,
    client: Client,
    sent: AuthorizationParameters,
    jkt: string | undefined,
  ): Promise<PushedResponse> {
    if (sent.get('request_uri') !== undefined) throw referencePushed();
    const pushed = await this.judged(context, client, sent, jkt);
    const request_uri = `${PREFIX}${this.vault.generate()}`;
    const hash = this.ring.hash(request_uri);
    const row = Object.assign(new PushedRequest(), {
      hash,
      client_id: client.client_id,
      sealed_request: this.ring.seal(JSON.stringify(contentsOf(pushed)), hash),
      transaction_id: null,
      expires_at: new Date(context.at.getTime() + LIFETIME_SECONDS * 1000),
    });
    await this.units.run(context, (unit) => {
      this.rows.insert(unit, row);
    });
    return { request_uri, expires_in: LIFETIME_SECONDS };
  }

  /**
   * The parameters that a client pushed, with the transaction that they began if the reference was used before. Nothing besides
   * the reference counts (RFC 9126 section 4). Throws {@link PageError} for a reference that is unknown, expired, of another
   * client, or that gave a code at once; the redirect URI is not known then.
   */
  async find({ client_id }: Client, request_uri: string): Promise<ResolvedParameters> {
    const row =
      request_uri.length <= LONGEST_REFERENCE ? await this.rows.find(this.ring.allHashesOf(request_uri)) : undefined;
    if (!row || row.client_id !== client_id || row.expires_at.getTime() <= Date.now()) throw notPushed();
    if (row.transaction_id === '') throw usedBefore();
    const { pairs, source } = JSON.parse(this.ring.open(row.sealed_request, row.hash)) as Contents;
    const parameters = new AuthorizationParameters(pairs, source);
    if (row.transaction_id !== null) return { parameters, transaction: row.transaction_id };
    return {
      parameters,
      begun: async (transaction) => {
        if (!(await this.rows.use(row, transaction))) throw usedBefore();
      },
    };
  }

  /** The parameters that count, once they follow all rules of authorization requests. */
  private async judged(
    context: RequestContext,
    client: Client,
    sent: AuthorizationParameters,
    jkt: string | undefined,
  ): Promise<AuthorizationParameters> {
    try {
      const { parameters } = await this.objects.resolve(context, sent, client);
      const pushed = withKey(asPushed(parameters), jkt);
      this.requests.judge(context, pushed, client);
      return pushed;
    } catch (error) {
      // The rules know a page and a redirect: this endpoint has neither (RFC 9126 section 2.3).
      if (!(error instanceof PageError || error instanceof RedirectError)) throw error;
      throw new OAuthError(error.status, error.error, error.message, { cause: error });
    }
  }
}

/** Marks parameters as pushed. */
const asPushed = (parameters: AuthorizationParameters): AuthorizationParameters =>
  new AuthorizationParameters(parameters.pairs, parameters.isSigned ? 'pushed object' : 'pushed');

/** Binds a request to the key of a proof. */
const withKey = (parameters: AuthorizationParameters, jkt: string | undefined): AuthorizationParameters => {
  if (jkt === undefined) return parameters;
  const named = parameters.get('dpop_jkt');
  if (named !== undefined && named !== jkt)
    throw new InvalidDpopProof('dpop_jkt must be the thumbprint of the key of the DPoP proof; leave it out');
  return named === undefined
    ? new AuthorizationParameters([...parameters.pairs, ['dpop_jkt', jkt]], parameters.source)
    : parameters;
};

const contentsOf = ({ pairs, source }: AuthorizationParameters): Contents => ({ pairs, source });

const notPushed = (): PageError =>
  new PageError(
    'malformed',
    'request_uri must be one that the client pushed in the last minute; push the request again',
  );
