import { Injectable } from '@nestjs/common';
import { TemporarilyUnavailable } from '../../../core/errors/errors';
import type { KeySource } from '../../../core/jose/key-source';
import { type OutboundError, OutboundFailed, UnexpectedDocument } from '../../../platform/outbound/outbound-errors';
import { OutboundHttpService } from '../../../platform/outbound/outbound-http.service';
import { RememberedDocuments } from '../../../platform/outbound/remembered-documents';
import { keysAt, type RemoteKeySets, remoteKeySets } from '../../../platform/outbound/remote-key-sets';
import { ExternalAdministratorOptions } from './external-administrator-options';

const PURPOSE = 'administrators';
const LIFETIME_MS = 3_600_000;
const REQUEST_INTERVAL_MS = 30_000;
const MOST_BYTES = 1024 * 1024;
const RETRY_AFTER_SECONDS = 30;

/** The keys of `ADMIN_TOKEN_ISSUER`, found by its metadata or at `ADMIN_TOKEN_JWKS_URI`. */
@Injectable()
export class ExternalKeysService {
  private readonly sets: RemoteKeySets;
  private readonly metadata: RememberedDocuments<string>;

  constructor(
    outbound: OutboundHttpService,
    private readonly options: ExternalAdministratorOptions,
  ) {
    this.sets = remoteKeySets(outbound, PURPOSE);
    this.metadata = new RememberedDocuments(outbound, {
      purpose: PURPOSE,
      lifetimeMs: LIFETIME_MS,
      requestIntervalMs: REQUEST_INTERVAL_MS,
      mostBytes: MOST_BYTES,
      read: (json) => jwksUriIn(json, options.issuer),
    });
  }

  /** The keys. The source throws {@link TemporarilyUnavailable} if the issuer does not answer. */
  source(): KeySource {
    const at = async (): Promise<KeySource> => keysAt(await this.jwksUri(), this.sets, unavailable);
    return {
      current: async () => (await at()).current(),
      renewed: async () => (await at()).renewed(),
    };
  }

  private async jwksUri(): Promise<string> {
    if (this.options.jwksUri !== '') return this.options.jwksUri;
    const [first, second] = metadataAddresses(this.options.issuer);
    try {
      return await this.metadata.current(first).catch((cause: unknown) => {
        if (cause instanceof OutboundFailed) return this.metadata.current(second);
        throw cause;
      });
    } catch (cause) {
      throw unavailable(cause as OutboundError);
    }
  }
}

/** Where the metadata of an issuer may be: OpenID Connect Discovery 1.0 section 4, RFC 8414 section 3. */
const metadataAddresses = (issuer: string): readonly [string, string] => {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  return [
    `${origin}${path}/.well-known/openid-configuration`,
    `${origin}/.well-known/oauth-authorization-server${path}`,
  ];
};

const jwksUriIn = (json: unknown, issuer: string): string => {
  const { issuer: named, jwks_uri } = (json ?? {}) as { readonly issuer?: unknown; readonly jwks_uri?: unknown };
  if (named !== issuer) throw new UnexpectedDocument('the metadata are those of another issuer');
  if (typeof jwks_uri !== 'string') throw new UnexpectedDocument('the metadata have no jwks_uri');
  return jwks_uri;
};

const unavailable = (cause: OutboundError): TemporarilyUnavailable =>
  new TemporarilyUnavailable(
    'the keys of the issuer of the token are not available now; try again later',
    RETRY_AFTER_SECONDS,
    cause,
  );
