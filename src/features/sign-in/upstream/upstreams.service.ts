import { Injectable, Logger } from '@nestjs/common';
import type { ServerMetadata } from 'openid-client';
import type { RequestContext } from '../../../core/request-context';
import { EventLogService } from '../../../event-log/event-log.service';
import type { OAuthProvider, OpenIdProvider, Upstream } from '../../../platform/config/upstreams/upstream';
import { OutboundHttpService } from '../../../platform/outbound/outbound-http.service';
import { keptClaims } from '../../../users/kept-claims';
import { SignInOptions } from '../../../users/sign-in-options';
import type { UpstreamIdentity } from '../../../users/upstream-identity';
import { OAuthUpstream } from './oauth-upstream';
import { OpenIdUpstream } from './openid-upstream';
import { UpstreamRefused, UpstreamUnavailable } from './upstream-errors';
import type { BegunSignIn, ReturningSignIn, UpstreamProtocol, UpstreamRequest } from './upstream-protocol';

const FAILURES_LOGGED_EVERY_MS = 60_000;

/** By what an upstream is chosen without a page. */
export interface UpstreamHints {
  readonly login_hint?: string | undefined;
  /** In the spelling of the operator. */
  readonly resources?: readonly string[];
}

/** The identity providers where people sign in. */
@Injectable()
export class UpstreamsService {
  private readonly logger = new Logger('sign-in');
  private readonly protocols: ReadonlyMap<string, UpstreamProtocol>;
  /** When a failure of an upstream was last added to the log of events. */
  private readonly failureLoggedAt = new Map<string, number>();

  constructor(
    private readonly options: SignInOptions,
    private readonly outbound: OutboundHttpService,
    private readonly log: EventLogService,
  ) {
    this.protocols = new Map(options.upstreams.map((upstream) => [upstream.id, this.protocolOf(upstream)]));
  }

  /**
   * Begins a sign-in: where the browser is sent, and what has to be stored until it returns. Throws `UpstreamUnavailable` if
   * the metadata of the upstream cannot be read.
   */
  begin(context: RequestContext, id: string, request: UpstreamRequest): Promise<BegunSignIn> {
    return this.noting(context, id, () => this.protocol(id).begin(request, callbackOf(context, id)));
  }

  /**
   * Finishes a sign-in by the query of the callback. The code is redeemed once and never again, whatever happens. Throws
   * `UpstreamUnavailable`, and `UpstreamRefused` if the upstream refused or its response must not be believed.
   */
  finish(
    context: RequestContext,
    id: string,
    query: URLSearchParams,
    begun: ReturningSignIn,
  ): Promise<UpstreamIdentity> {
    return this.noting(context, id, () => this.protocol(id).finish(query, begun, callbackOf(context, id)));
  }

  /** The upstreams that a person may sign in at: one, or several to choose from on a page. */
  choose({ login_hint, resources = [] }: UpstreamHints): readonly Upstream[] {
    const wanted = resources.flatMap((resource) => this.options.resources.get(resource)?.upstream ?? []);
    const possible = this.options.upstreams.filter(({ id }) => wanted.every((one) => one === id));
    const domain = login_hint?.replace(/^.*@/s, '').toLowerCase() ?? '';
    const hinted = possible.filter(({ loginHintDomains }) => loginHintDomains.includes(domain));
    return hinted.length === 1 ? hinted : possible;
  }

  /** What an OpenID provider publishes about itself. Throws `UpstreamUnavailable` if that cannot be read. */
  async metadataOf(id: string): Promise<Partial<ServerMetadata>> {
    const protocol = this.protocol(id);
    return protocol instanceof OpenIdUpstream ? (await protocol.configuration()).serverMetadata() : {};
  }

  /**
   * The address where people sign out at an upstream (OpenID Connect RP-Initiated Logout 1.0 section 2), `undefined` if it has none.
   * Throws `UpstreamUnavailable`.
   */
  async logoutAddress(id: string, returnsTo: string): Promise<string | undefined> {
    const { end_session_endpoint } = await this.metadataOf(id);
    const client_id = this.find(id)?.client_id;
    if (end_session_endpoint === undefined || client_id === undefined) return undefined;
    if (!URL.canParse(end_session_endpoint)) return undefined;
    const address = new URL(end_session_endpoint);
    address.searchParams.set('client_id', client_id);
    address.searchParams.set('post_logout_redirect_uri', returnsTo);
    return /^https?:$/.test(address.protocol) ? address.href : undefined;
  }

  /** The upstream with this id. */
  find(id: string): Upstream | undefined {
    return this.options.upstreams.find((upstream) => upstream.id === id);
  }

  private protocol(id: string): UpstreamProtocol {
    const protocol = this.protocols.get(id);
    if (!protocol) throw new Error(`there is no upstream ${id}`);
    return protocol;
  }

  private protocolOf(upstream: Upstream): UpstreamProtocol {
    return isOpenId(upstream)
      ? new OpenIdUpstream(upstream, keptClaims(upstream, this.options.resources), this.outbound)
      : new OAuthUpstream(upstream as Upstream & { readonly provider: OAuthProvider }, this.outbound);
  }

  private async noting<Result>(
    context: RequestContext,
    upstream: string,
    work: () => Promise<Result>,
  ): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof UpstreamRefused || error instanceof UpstreamUnavailable)
        this.logger.warn({ upstream, reason: error.message }, 'a sign-in at an upstream failed');
      if (error instanceof UpstreamUnavailable) await this.logFailure(context, upstream, error);
      throw error;
    }
  }

  private async logFailure(context: RequestContext, upstream: string, { reason }: UpstreamUnavailable): Promise<void> {
    const last = this.failureLoggedAt.get(upstream) ?? 0;
    if (Date.now() - last < FAILURES_LOGGED_EVERY_MS) return;
    this.failureLoggedAt.set(upstream, Date.now());
    await this.log.append(context, { type: 'upstream.failed', data: { upstream, reason } });
  }
}

/** Whether an upstream has OpenID Connect. */
export const isOpenId = (upstream: Upstream): upstream is Upstream & { readonly provider: OpenIdProvider } =>
  upstream.provider.kind === 'openid';

/** The address that the operator registered at the upstream: fixed, and another one for each upstream (RFC 9700 section 4.4.2). */
const callbackOf = ({ issuer }: RequestContext, id: string): string => issuer.addressOf(`/sign-in/${id}/callback`);
