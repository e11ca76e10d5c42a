import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { TransactionsService } from '../../platform/database/transactions.service';
import { CheckpointKey } from './checkpoint-key.entity';

/** Reads and writes the keys that sign the checkpoints. */
@Injectable()
export class CheckpointKeyRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: TransactionsService,
  ) {}

  /** All keys, the newest first. */
  all(): Promise<CheckpointKey[]> {
    return this.dataSource.getRepository(CheckpointKey).find({ order: { number: 'DESC' } });
  }

  /** Stores a new key, unless another node has just stored one with its number. Gives the key that is stored. */
  async add(key: CheckpointKey): Promise<CheckpointKey> {
    await this.transactions.run((manager) =>
      manager.createQueryBuilder().insert().into(CheckpointKey).values(key).orIgnore().execute(),
    );
    return this.dataSource.getRepository(CheckpointKey).findOneByOrFail({ number: key.number });
  }

  /** Replaces the seal of a key, unless another node has replaced it. */
  async replaceSeal(
    known: Pick<CheckpointKey, 'number' | 'sealed_private_key'>,
    sealed_private_key: string,
  ): Promise<void> {
    await this.transactions.run((manager) => manager.update(CheckpointKey, known, { sealed_private_key }));
  }
}
