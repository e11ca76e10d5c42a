import { Injectable } from '@nestjs/common';
import { clientPending, clientRejected, severalAuthentications } from '../../core/errors/refusals';
import { Client } from '../../clients/client.entity';
import { ClientDirectory } from '../../clients/client-directory.service';
import { InvalidClient, InvalidRequest } from '../../core/errors/errors';
import type { AuthMethod } from '../../core/metadata/vocabulary';
import type { RequestContext } from '../../core/request-context';
import type { AuthenticationMethodDefinition } from './authentication-method.decorator';
import { AuthenticationMethodRegistry, type ProvidedMethod } from './authentication-method.registry';
import { AuthenticationFailed, type AuthenticationRequest, type Presented } from './client-authentication-method';
import { StandInClientsService } from './stand-in-clients.service';

/** What a request presents, with the method that read it. */
interface Attempt {
  readonly provided: ProvidedMethod;
  readonly presented: Presented<unknown> | 'malformed';
}

/** Which client a request claims to be, and the methods by which it may prove that. */
export interface Claim {
  readonly client_id: string;
  readonly attempts: readonly { readonly provided: ProvidedMethod; readonly proof: unknown }[];
}

/** What an endpoint permits. */
export interface AuthenticatingEndpoint {
  readonly allowsPublicClients?: boolean;
  /** Whether a client may be seen for the first time, so that its document is read: see `ClientDirectory.load`. */
  readonly isFirstContact?: boolean;
}

/** Client authentication (RFC 6749 section 2.3, RFC 7521 section 4.2, RFC 8705 section 2), independent of HTTP. */
@Injectable()
export class ClientAuthenticationService {
  constructor(
    private readonly clients: ClientDirectory,
    private readonly standIns: StandInClientsService,
    private readonly registry: AuthenticationMethodRegistry,
  ) {}

  /**
   * Has each method read what the request presents. Throws {@link InvalidRequest} for two methods at once (RFC 6749
   * section 2.3), {@link InvalidClient} if one of the two is an assertion (RFC 7521 section 4.2.1) or if no method can
   * read anything.
   */
  claimOf(request: AuthenticationRequest): Claim {
    const all = this.attemptsOf(request);
    const explicit = all.filter(({ presented }) => presented === 'malformed' || !presented.isImplicit);
    if (explicit.length > 1) throw twoMethods(request);
    const attempts = explicit.length > 0 ? explicit : all;
    const readable = attempts.flatMap(({ provided, presented }) =>
      presented === 'malformed' ? [] : [{ provided, ...presented }],
    );
    const [first] = readable;
    if (!first)
      throw new InvalidClient(attempts.length > 0 ? 'the credentials are malformed' : 'nothing was presented');
    requireSameClient(request, first.client_id);
    return { client_id: first.client_id, attempts: readable };
  }

  /**
   * Returns the client whose claim is proven. Throws {@link InvalidClient} for everything that fails, with the same
   * description and after the same work: a stand-in is compared in place of a client that is unknown, or that is
   * registered for another method. Throws `ClientNotApproved` for a proven client that is pending or rejected. A client that
   * may be public and sends no credentials is public for this request.
   */
  async authenticate(
    context: RequestContext,
    { client_id, attempts }: Claim,
    { allowsPublicClients = false, isFirstContact = false }: AuthenticatingEndpoint = {},
  ): Promise<Client> {
    const known = await (isFirstContact ? this.clients.load(context, client_id) : this.clients.find(client_id));
    const found = known?.mayBePublic && attempts.every(isNone) ? asPublic(known) : known;
    // A disabled client gets the answer of an unknown one; a pending or rejected one has to prove who it is first.
    const client = found?.status === 'disabled' ? undefined : found;
    const registered = client?.metadata.token_endpoint_auth_method;
    const attempt = attempts.find(({ provided }) => serves(provided.definition, registered)) ?? attempts[0];
    if (!attempt) throw new InvalidClient('nothing was presented');
    const { definition, method } = attempt.provided;
    const isServed = serves(definition, registered);
    try {
      const standIn = found ? this.standIns.forKnown(definition) : this.standIns.forUnknown(definition);
      await method.verify(context, attempt.proof, client && isServed ? client : standIn);
    } catch (cause) {
      if (cause instanceof AuthenticationFailed) throw new InvalidClient(cause);
      throw cause;
    }
    if (!client) throw new InvalidClient('unknown client');
    if (!isServed) throw new InvalidClient('not the registered method');
    if (registered === 'none' && !allowsPublicClients) throw new InvalidClient('public clients are not served here');
    requireApproval(client);
    return client;
  }

  private attemptsOf(request: AuthenticationRequest): Attempt[] {
    const attempts: Attempt[] = [];
    for (const provided of this.registry.methods) {
      const presented = provided.method.read(request);
      if (presented) attempts.push({ provided, presented });
    }
    return attempts;
  }
}

const isNone = ({ provided }: Claim['attempts'][number]): boolean => provided.definition.name === 'none';

/** A client as if it had registered `none`: it gets what public clients get. */
const asPublic = (client: Client): Client =>
  Object.assign(new Client(), client, {
    metadata: { ...client.metadata, token_endpoint_auth_method: 'none' as const },
  });

const serves = ({ name, alsoServes }: AuthenticationMethodDefinition, registered: AuthMethod | undefined): boolean =>
  registered !== undefined && (name === registered || (alsoServes?.includes(registered) ?? false));

const requireApproval = ({ status, status_change, metadata }: Client): void => {
  if (status === 'pending') throw clientPending();
  const isProven = metadata.token_endpoint_auth_method !== 'none';
  if (status === 'rejected') throw clientRejected(isProven ? status_change?.reason : undefined);
};

const twoMethods = (request: AuthenticationRequest): InvalidClient | InvalidRequest =>
  request.parameter('client_assertion') !== undefined
    ? new InvalidClient('an assertion and something else')
    : severalAuthentications();

/** An assertion for another client_id is a failed authentication; a Basic header for another is a malformed request. */
const requireSameClient = (request: AuthenticationRequest, client_id: string): void => {
  const named = request.parameter('client_id') ?? client_id;
  if (named === client_id) return;
  if (request.parameter('client_assertion') !== undefined)
    throw new InvalidClient('client_id is not the subject of the assertion');
  throw new InvalidRequest('client_id must be that of the Authorization header; leave it out');
};
