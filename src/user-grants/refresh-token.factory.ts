import { Injectable } from '@nestjs/common';
import { KeyRing } from '../platform/secrets/key-ring';
import { SecretVaultService } from '../platform/secrets/secret-vault.service';
import { type GrantLifetimes, keptUntil, refreshExpiry } from './grant-lifetimes';
import type { RefreshToken } from './refresh-token.entity';
import { refreshTokenId } from './refresh-token-id';
import { refreshTokenText } from './token-text';
import type { UserGrant } from './user-grant.entity';

/** A new refresh token: its text, and the row, which has a keyed hash of it. */
export interface NewRefreshToken {
  readonly text: string;
  readonly row: RefreshToken;
}

/** Makes refresh tokens. */
@Injectable()
export class RefreshTokenFactory {
  constructor(
    private readonly vault: SecretVaultService,
    private readonly ring: KeyRing,
  ) {}

  /** The token of a generation; the first one is 0. `now` is in milliseconds since 1970. */
  make(
    { id: grant_id, created_at }: Pick<UserGrant, 'id' | 'created_at'>,
    generation: number,
    lifetimes: GrantLifetimes,
    now: number,
  ): NewRefreshToken {
    const name = { grant_id, generation };
    const text = refreshTokenText(this.ring, name, this.vault.generate());
    const hash = this.ring.hash(text);
    const expires_at = refreshExpiry(created_at, lifetimes, now);
    const row = {
      id: refreshTokenId(name),
      hash,
      key_version: this.ring.versionOf(hash),
      expires_at: new Date(expires_at),
      kept_until: keptUntil(expires_at, now),
      used_at: null,
      sealed_use: null,
    };
    return { text, row };
  }
}
