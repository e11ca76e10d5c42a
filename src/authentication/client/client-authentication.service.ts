import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/client.entity';
import { ClientRepository } from '../../clients/client.repository';
import { InvalidClient, InvalidRequest } from '../../core/errors/errors';
import {
  AuthenticationFailed,
  type AuthenticationRequest,
  type ClientAuthenticationMethod,
  type Presented,
} from './client-authentication-method';
import { ClientSecretBasicMethod } from './methods/client-secret-basic.method';
import { ClientSecretJwtMethod } from './methods/client-secret-jwt.method';
import { ClientSecretPostMethod } from './methods/client-secret-post.method';
import { NoneByBasicMethod } from './methods/none-by-basic.method';
import { NoneMethod } from './methods/none.method';
import { PrivateKeyJwtMethod } from './methods/private-key-jwt.method';
import { SelfSignedTlsClientAuthMethod } from './methods/self-signed-tls-client-auth.method';
import { TlsClientAuthMethod } from './methods/tls-client-auth.method';
import { StandInClientsService } from './stand-in-clients.service';

/** What a request presents, with the method that read it. */
interface Attempt {
  readonly method: ClientAuthenticationMethod;
  readonly presented: Presented<unknown> | 'malformed';
}

/** Which client a request claims to be, and the methods by which it may prove that. */
export interface Claim {
  readonly client_id: string;
  readonly attempts: readonly { readonly method: ClientAuthenticationMethod; readonly proof: unknown }[];
}

/** Client authentication (RFC 6749 section 2.3, RFC 7521 section 4.2, RFC 8705 section 2), free of HTTP. */
@Injectable()
export class ClientAuthenticationService {
  /** What a request presents by a header or a parameter of its own. */
  private readonly explicit: readonly ClientAuthenticationMethod[];
  /** What a bare `client_id` may stand for: the registered method tells which. */
  private readonly implicit: readonly ClientAuthenticationMethod[];

  constructor(
    private readonly clients: ClientRepository,
    private readonly standIns: StandInClientsService,
    basic: ClientSecretBasicMethod,
    post: ClientSecretPostMethod,
    secretJwt: ClientSecretJwtMethod,
    keyJwt: PrivateKeyJwtMethod,
    tls: TlsClientAuthMethod,
    selfSignedTls: SelfSignedTlsClientAuthMethod,
    none: NoneMethod,
    noneByBasic: NoneByBasicMethod,
  ) {
    this.explicit = [basic, noneByBasic, post, secretJwt, keyJwt];
    this.implicit = [tls, selfSignedTls, none];
  }

  /**
   * Asks each method whether it was presented. Throws {@link InvalidRequest} for two ways at once (RFC 6749 section
   * 2.3), {@link InvalidClient} when one of them is an assertion (RFC 7521 section 4.2.1) or nothing can be read.
   */
  claimOf(request: AuthenticationRequest): Claim {
    const explicit = attemptsOf(this.explicit, request);
    if (explicit.length > 1) throw twoWays(request.form);
    const attempts = explicit.length > 0 ? explicit : attemptsOf(this.implicit, request);
    const read = attempts.flatMap(({ method, presented }) =>
      presented === 'malformed' ? [] : [{ method, ...presented }],
    );
    const [first] = read;
    if (!first)
      throw new InvalidClient(attempts.length > 0 ? 'the credentials are malformed' : 'nothing was presented');
    requireSameClient(request.form, first.client_id);
    return { client_id: first.client_id, attempts: read };
  }

  /**
   * The client whose claim is proven. Throws {@link InvalidClient} for everything that fails, in the same words and
   * with the same work: in the place of an unknown client, or of one registered for another method, a stand-in is
   * compared.
   */
  async authenticate({ client_id, attempts }: Claim, admitsPublicClients = false): Promise<Client> {
    const found = await this.clients.find(client_id);
    const client = found?.status === 'active' ? found : undefined;
    const registered = client?.metadata.token_endpoint_auth_method;
    const attempt = attempts.find(({ method }) => method.serves.some((one) => one === registered)) ?? attempts[0];
    if (!attempt) throw new InvalidClient('nothing was presented');
    const isServed = attempt.method.serves.some((one) => one === registered);
    try {
      const standIn = found ? this.standIns.forKnown(attempt.method) : this.standIns.forUnknown(attempt.method);
      await attempt.method.verify(attempt.proof, client && isServed ? client : standIn);
    } catch (cause) {
      if (cause instanceof AuthenticationFailed) throw new InvalidClient(cause);
      throw cause;
    }
    if (!client) throw new InvalidClient('unknown client');
    if (!isServed) throw new InvalidClient('not the registered method');
    if (registered === 'none' && !admitsPublicClients) throw new InvalidClient('public clients are not served here');
    return client;
  }
}

const attemptsOf = (methods: readonly ClientAuthenticationMethod[], request: AuthenticationRequest): Attempt[] =>
  methods.flatMap((method) => {
    const presented = method.read(request);
    return presented ? [{ method, presented }] : [];
  });

const twoWays = (form: URLSearchParams): InvalidClient | InvalidRequest =>
  form.has('client_assertion')
    ? new InvalidClient('an assertion and something else')
    : new InvalidRequest('the client must authenticate in one way only; leave the other out');

/** An assertion for another client_id is a failed authentication; a Basic header for another is a malformed request. */
const requireSameClient = (form: URLSearchParams, client_id: string): void => {
  const named = form.get('client_id') ?? client_id;
  if (named === client_id) return;
  if (form.has('client_assertion')) throw new InvalidClient('client_id is not the subject of the assertion');
  throw new InvalidRequest('client_id must be that of the Authorization header; leave it out');
};
