import { Injectable } from '@nestjs/common';
import type { ClientMetadata } from '../core/metadata/client-metadata.dto';
import { Environment } from '../platform/config/environment';
import { isLive, SecretVault, type StoredSecret } from '../platform/secrets/secret-vault';
import type { Client } from './client.entity';
import { type SecretRequirements, secretRequirements } from './secret-requirements';

/** The secrets that a client holds from now on, and the new one among them in the clear, to be told once. */
export interface HeldSecrets {
  readonly client_secret?: string;
  readonly client_secrets: StoredSecret[];
}

/** Methods that present the secret itself: a client may go from one to the other and keep it. */
const PRESENTED: readonly string[] = ['client_secret_basic', 'client_secret_post'];

/** What becomes of the secrets of a client when it is registered, changed or asks for a new one. */
@Injectable()
export class ClientSecretsService {
  constructor(
    private readonly vault: SecretVault,
    private readonly environment: Environment,
  ) {}

  /** What a client with these metadata begins with. */
  first(client_id: string, metadata: ClientMetadata): HeldSecrets {
    return secretRequirements(metadata).isNeeded ? this.fresh(client_id, metadata) : { client_secrets: [] };
  }

  /**
   * What a client holds once its metadata are others: a new authentication method issues a secret, kills it, or
   * replaces it, so that no secret ever serves a method that it was not made for. So does an algorithm that needs
   * more of the secret than it was made with.
   */
  afterChange({ client_id, metadata, client_secrets }: Client, next: ClientMetadata): HeldSecrets {
    if (!secretRequirements(next).isNeeded) return { client_secrets: [] };
    const [before, after] = [metadata.token_endpoint_auth_method, next.token_endpoint_auth_method];
    const isSameUse = before === after || [before, after].every((method) => PRESENTED.includes(method));
    const isKept =
      isSameUse && client_secrets.length > 0 && suffices(secretRequirements(metadata), secretRequirements(next));
    return isKept ? { client_secrets } : this.fresh(client_id, next);
  }

  /** A new secret, and the newest of the old ones for `overlap` seconds more: two at most, none beyond its own term. */
  rotated({ client_id, metadata, client_secrets: [newest] }: Client, overlap: number): HeldSecrets {
    const { client_secret, client_secrets } = this.fresh(client_id, metadata);
    if (!newest || overlap === 0 || !isLive(newest)) return { client_secret, client_secrets };
    const expires_at = Math.min(newest.expires_at ?? Infinity, nowInSeconds() + overlap);
    return { client_secret, client_secrets: [...client_secrets, { ...newest, expires_at }] };
  }

  /** The newest secret of a client where it is sealed and has not expired: of the others only hashes are kept. */
  told({ client_id, client_secrets: [newest] }: Client): string | undefined {
    return newest && this.vault.open([newest], client_id)[0];
  }

  /** As long as its algorithms need, and sealed where they need the secret itself. */
  private fresh(client_id: string, metadata: ClientMetadata): Required<HeldSecrets> {
    const { octets, isClear } = secretRequirements(metadata);
    const client_secret = this.vault.generate(octets);
    const kept = this.vault.keep(client_secret, isClear ? client_id : undefined);
    const { CLIENT_SECRET_LIFETIME } = this.environment;
    const expiry = CLIENT_SECRET_LIFETIME > 0 ? { expires_at: nowInSeconds() + CLIENT_SECRET_LIFETIME } : {};
    return { client_secret, client_secrets: [{ ...kept, ...expiry }] };
  }
}

const suffices = (made: SecretRequirements, next: SecretRequirements): boolean =>
  !next.isClear || (made.isClear && made.octets >= next.octets);

const nowInSeconds = (): number => Math.floor(Date.now() / 1000);
