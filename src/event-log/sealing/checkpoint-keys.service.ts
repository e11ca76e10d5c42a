import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type CheckpointSigner, readVerifierKey, verifierKey } from '../../core/merkle/checkpoint';
import { TransactionsService } from '../../platform/database/transactions.service';
import { KeyRing } from '../../platform/secrets/key-ring';
import { CheckpointKey } from './checkpoint-key.entity';

/** The keys that sign the checkpoints of the log. They are used for nothing else. */
@Injectable()
export class CheckpointKeysService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: TransactionsService,
    private readonly ring: KeyRing,
  ) {}

  /** The key that signs, generated at its first use. `name` is that of the log. Throws if `SECRET_KEYS` cannot open it. */
  async signer(name: string): Promise<CheckpointSigner> {
    const newest = (await this.newest()) ?? (await this.make(1, name));
    const known = readVerifierKey(newest.verifier_key);
    // The name of a log is that of its issuer: another issuer has a key of its own.
    if (known?.name !== name || !this.ring.canOpen(newest.sealed_private_key))
      return this.open(await this.make(newest.number + 1, name));
    return this.open(newest);
  }

  /** The public keys of all checkpoints that were signed so far, the newest first. */
  async verifierKeys(): Promise<readonly string[]> {
    const keys = await this.dataSource.getRepository(CheckpointKey).find({ order: { number: 'DESC' } });
    return keys.map(({ verifier_key }) => verifier_key);
  }

  private async newest(): Promise<CheckpointKey | undefined> {
    const [newest] = await this.dataSource.getRepository(CheckpointKey).find({ order: { number: 'DESC' }, take: 1 });
    return newest;
  }

  /** Stores a new key, unless another node has just done so; gives the newest one. */
  private async make(number: number, name: string): Promise<CheckpointKey> {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const verifier_key = verifierKey(name, publicKey);
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
    const key = {
      number,
      verifier_key,
      sealed_private_key: this.ring.seal(pem, verifier_key),
      created_at: new Date(),
    };
    await this.transactions.run((manager) =>
      manager.createQueryBuilder().insert().into(CheckpointKey).values(key).orIgnore().execute(),
    );
    return this.dataSource.getRepository(CheckpointKey).findOneByOrFail({ number });
  }

  private open({ verifier_key, sealed_private_key }: CheckpointKey): CheckpointSigner {
    const known = readVerifierKey(verifier_key);
    if (!known) throw new Error(`the checkpoint key ${verifier_key} is malformed`);
    const privateKey = createPrivateKey(this.ring.open(sealed_private_key, verifier_key));
    if (!createPublicKey(privateKey).equals(known.publicKey))
      throw new Error(`the checkpoint key ${verifier_key} has another public key`);
    return { ...known, privateKey };
  }
}
