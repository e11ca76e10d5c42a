import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, Repository } from 'typeorm';
import type { SigningAlg } from '../core/jose/algorithms';
import type { RequestContext } from '../core/request-context';
import { EventLogService } from '../event-log/event-log.service';
import type { NewEvent } from '../event-log/event-types';
import { affected, TransactionsService } from '../platform/database/transactions.service';
import { KeyRing } from '../platform/secrets/key-ring';
import { generateSigningKey } from './generate-signing-key';
import { SigningKey } from './signing-key.entity';

/** Stores the signing keys, their private parts sealed. Each change adds its event to the log. */
@Injectable()
export class SigningKeyRepository {
  constructor(
    @InjectRepository(SigningKey) private readonly keys: Repository<SigningKey>,
    private readonly transactions: TransactionsService,
    private readonly ring: KeyRing,
    private readonly log: EventLogService,
  ) {}

  /** All keys by algorithm and number. */
  all(): Promise<SigningKey[]> {
    return this.keys.find({ order: { alg: 'ASC', number: 'ASC' } });
  }

  /** Generates and stores the key of this number, unless another node has stored one with it. */
  async make(context: RequestContext, alg: SigningAlg, number: number, signs_from: Date): Promise<void> {
    const key = await this.generate(alg, number, signs_from);
    await this.transactions.run((manager) => this.insert(manager, context, key));
  }

  /** Generates and stores a key, and deletes all others of the algorithm. */
  async replace(context: RequestContext, alg: SigningAlg, number: number): Promise<void> {
    const key = await this.generate(alg, number, new Date());
    await this.transactions.run(async (manager) => {
      await this.delete(manager, context, await manager.findBy(SigningKey, { alg }));
      await this.insert(manager, context, key);
    });
  }

  /** Makes a key sign earlier than planned. */
  async bringForward(context: RequestContext, { kid, alg }: SigningKey, signs_from: Date): Promise<void> {
    const update = 'UPDATE signing_keys SET signs_from = $1 WHERE kid = $2 AND signs_from > $1';
    await this.transactions.run(async (manager) => {
      const isChanged = (await affected(manager, update, [signs_from.getTime(), kid])) === 1;
      if (isChanged) await this.log.addWithin(manager, context, rotationOf({ kid, alg, signs_from }));
    });
  }

  /** Deletes keys. */
  async drop(context: RequestContext, keys: readonly SigningKey[]): Promise<void> {
    await this.transactions.run((manager) => this.delete(manager, context, keys));
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

  private async insert(manager: EntityManager, context: RequestContext, key: SigningKey): Promise<void> {
    await manager
      .createQueryBuilder()
      .insert()
      .into<object>(SigningKey)
      .values(key)
      .orIgnore()
      .updateEntity(false)
      .execute();
    if (!(await manager.existsBy(SigningKey, { kid: key.kid }))) return;
    const event: NewEvent = key.number === 1 ? { type: 'signing_key.created', data: dataOf(key) } : rotationOf(key);
    await this.log.addWithin(manager, context, event);
  }

  /** Each deletion says whether it deleted the key: another node may have been first. */
  private async delete(manager: EntityManager, context: RequestContext, keys: readonly SigningKey[]): Promise<void> {
    for (const { kid, alg } of keys) {
      const isDeleted = (await affected(manager, 'DELETE FROM signing_keys WHERE kid = $1', [kid])) === 1;
      const event: NewEvent = { type: 'signing_key.withdrawn', data: { kid, alg } };
      if (isDeleted) await this.log.addWithin(manager, context, event);
    }
  }

  private async generate(alg: SigningAlg, number: number, signs_from: Date): Promise<SigningKey> {
    const { kid, publicJwk, privateJwk } = await generateSigningKey(alg);
    const sealed_private_jwk = this.ring.seal(JSON.stringify(privateJwk), kid);
    const key = { kid, alg, number, public_jwk: publicJwk, sealed_private_jwk, created_at: new Date(), signs_from };
    return Object.assign(new SigningKey(), key);
  }
}

type Succession = Pick<SigningKey, 'kid' | 'alg' | 'signs_from'>;

/** What the log says about a key: nothing of its private part. */
const dataOf = ({ kid, alg, signs_from }: Succession) => ({ kid, alg, signs_from: signs_from.toISOString() });

const rotationOf = (key: Succession): NewEvent => ({ type: 'signing_key.rotated', data: dataOf(key) });
