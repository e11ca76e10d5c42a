import { Injectable } from '@nestjs/common';
import { RefusedOperation } from '../core/errors/refused-operation';
import { shortest } from '../core/lifetimes/lifetimes';
import type { StoredMetadata } from '../core/metadata/client-metadata';
import { type AuthMethod, needsOf } from '../core/metadata/vocabulary';
import type { PolicyRules } from '../core/policy-document/policy-rules';
import { isLive, SecretVaultService, type StoredSecret } from '../platform/secrets/secret-vault.service';
import { ClientOptions } from './client-options';
import type { Client } from './client.entity';
import { type SecretRequirements, secretRequirements } from './secret-requirements';

/** The valid secrets of a client after a change, and the new one in the clear, for one response. */
export interface HeldSecrets {
  readonly client_secret?: string;
  readonly client_secrets: StoredSecret[];
}

/**
 * Whether clients with this method send the secret itself. A client that changes from one such method to another keeps
 * its secret.
 */
const presentsSecret = (method: AuthMethod): boolean => needsOf(method).secret === 'compared';

/** Decides which secrets a client gets, keeps and loses when it is registered, is updated or asks for a new one. */
@Injectable()
export class ClientSecretsService {
  constructor(
    private readonly vault: SecretVaultService,
    private readonly options: ClientOptions,
  ) {}

  /** The secrets of a new client with these metadata. `rules` are those of its policies, here as below. */
  issueFirst(client_id: string, metadata: StoredMetadata, rules?: PolicyRules): HeldSecrets {
    return secretRequirements(metadata).isNeeded ? this.issue(client_id, metadata, rules) : { client_secrets: [] };
  }

  /**
   * The secrets of a client whose metadata change to `next`. A new authentication method issues, removes or replaces
   * the secret, so that no secret is used with a method that it was not created for. A signing algorithm replaces a
   * secret that is too short for it or is not sealed.
   */
  secretsFor({ client_id, metadata, client_secrets }: Client, next: StoredMetadata, rules?: PolicyRules): HeldSecrets {
    if (!secretRequirements(next).isNeeded) return { client_secrets: [] };
    const [before, after] = [metadata.token_endpoint_auth_method, next.token_endpoint_auth_method];
    const isSameUse = before === after || [before, after].every(presentsSecret);
    const isKept =
      isSameUse && client_secrets.length > 0 && suffices(secretRequirements(metadata), secretRequirements(next));
    return isKept ? { client_secrets } : this.issue(client_id, next, rules);
  }

  /**
   * A new secret, followed by the newest old one. The old one stays valid for `overlap` seconds, but not beyond its own
   * expiry.
   */
  rotate({ client_id, metadata, client_secrets: [newest] }: Client, overlap: number, rules?: PolicyRules): HeldSecrets {
    const { client_secret, client_secrets } = this.issue(client_id, metadata, rules);
    if (!newest || overlap === 0 || !isLive(newest)) return { client_secret, client_secrets };
    const expires_at = Math.min(newest.expires_at ?? Infinity, nowInSeconds() + overlap);
    return { client_secret, client_secrets: [...client_secrets, { ...newest, expires_at }] };
  }

  /**
   * A new registration access token in the clear, and as it is stored in place of all others (RFC 7592 section 3). Throws
   * `RefusedOperation` for a client that equal registrations get, which nobody may manage.
   */
  newRegistrationToken({ registration_hash }: Client): { readonly token: string; readonly kept: StoredSecret[] } {
    if (registration_hash)
      throw new RefusedOperation('conflict', 'client_id', 'equal registrations share the client, so nobody manages it');
    const token = this.vault.generate();
    return { token, kept: [this.vault.keep(token)] };
  }

  /**
   * The secrets of a client whose stored secret with this hash of another server is `secret`: that one as this server keeps
   * secrets, with the same expiry, and the others as they are.
   */
  converted({ client_id, metadata, client_secrets }: Client, hash: string, secret: string): StoredSecret[] {
    const owner = secretRequirements(metadata).isClear ? client_id : undefined;
    return client_secrets.map((one) => (one.hash === hash ? { ...one, ...this.vault.keep(secret, owner) } : one));
  }

  /** The newest secret of a client in the clear, if it is sealed and has not expired. Of others only hashes are stored. */
  unsealed({ client_id, client_secrets: [newest] }: Client): string | undefined {
    return newest && this.vault.open([newest], client_id)[0];
  }

  /** Makes a secret as long as the algorithms of the client need, sealed if they need the secret itself. */
  private issue(client_id: string, metadata: StoredMetadata, rules?: PolicyRules): Required<HeldSecrets> {
    const { octets, isClear } = secretRequirements(metadata);
    const client_secret = this.vault.generate(octets);
    const kept = this.vault.keep(client_secret, isClear ? client_id : undefined);
    const lifetime = this.lifetimeUnder(rules);
    const expiry = lifetime < Infinity ? { expires_at: nowInSeconds() + lifetime } : {};
    return { client_secret, client_secrets: [{ ...kept, ...expiry }] };
  }

  private lifetimeUnder({ client_secret_lifetime }: PolicyRules = {}): number {
    const { secretLifetime } = this.options;
    return shortest(secretLifetime > 0 ? secretLifetime : Infinity, client_secret_lifetime);
  }
}

const suffices = (made: SecretRequirements, next: SecretRequirements): boolean =>
  !next.isClear || (made.isClear && made.octets >= next.octets);

const nowInSeconds = (): number => Math.floor(Date.now() / 1000);
