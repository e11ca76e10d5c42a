import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, Repository } from 'typeorm';
import type { SigningAlg } from '../core/jose/algorithms';
import { affected, TransactionsService } from '../platform/database/transactions.service';
import { KeyRing } from '../platform/secrets/key-ring';
import { generateSigningKey } from './generate-signing-key';
import { SigningKey } from './signing-key.entity';

/** Stores the signing keys, their private parts sealed. */
@Injectable()
export class SigningKeyRepository {
  constructor(
    @InjectRepository(SigningKey) private readonly keys: Repository<SigningKey>,
    private readonly transactions: TransactionsService,
    private readonly ring: KeyRing,
  ) {}

  /** All keys by algorithm and number. */
  all(): Promise<SigningKey[]> {
    return this.keys.find({ order: { alg: 'ASC', number: 'ASC' } });
  }

  /** Generates and stores the key of this number, unless another node has stored one with it. */
  async make(alg: SigningAlg, number: number, signs_from: Date): Promise<void> {
    const key = await this.generate(alg, number, signs_from);
    await this.transactions.run((manager) =>
      manager.createQueryBuilder().insert().into(SigningKey).values(key).orIgnore().execute(),
    );
  }

  /** Generates and stores a key, and deletes all others of the algorithm. */
  async replace(alg: SigningAlg, number: number): Promise<void> {
    const key = await this.generate(alg, number, new Date());
    await this.transactions.run(async (manager) => {
      await manager.delete(SigningKey, { alg });
      await manager.createQueryBuilder().insert().into(SigningKey).values(key).orIgnore().execute();
    });
  }

  /** Makes a key sign earlier than planned. */
  async bringForward(kid: string, signs_from: Date): Promise<void> {
    const update = 'UPDATE signing_keys SET signs_from = $1 WHERE kid = $2 AND signs_from > $1';
    await this.transactions.run((manager) => affected(manager, update, [signs_from.getTime(), kid]));
  }

  /** Deletes keys. */
  async drop(kids: readonly string[]): Promise<void> {
    await this.transactions.run((manager) => manager.delete(SigningKey, { kid: In([...kids]) }));
  }

  /** Seals the private parts with the newest of `SECRET_KEYS` if an older one sealed them. */
  async reseal(keys: readonly SigningKey[]): Promise<void> {
    for (const { kid, sealed_private_jwk } of keys) {
      const resealed = this.ring.reseal(sealed_private_jwk, kid);
      if (resealed !== undefined)
        await this.transactions.run((manager) =>
          manager.update(SigningKey, { kid, sealed_private_jwk }, { sealed_private_jwk: resealed }),
        );
    }
  }

  private async generate(alg: SigningAlg, number: number, signs_from: Date): Promise<object> {
    const { kid, publicJwk, privateJwk } = await generateSigningKey(alg);
    const sealed_private_jwk = this.ring.seal(JSON.stringify(privateJwk), kid);
    return { kid, alg, number, public_jwk: publicJwk, sealed_private_jwk, created_at: new Date(), signs_from };
  }
}
