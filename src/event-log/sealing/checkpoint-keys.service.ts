import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type CheckpointSigner, readVerifierKey, verifierKey } from '../../core/merkle/checkpoint';
import { KeyRing } from '../../platform/secrets/key-ring';
import { countsOf, type ProtectedValues, requireKeys } from '../../platform/secrets/missing-keys';
import type { CheckpointKey } from './checkpoint-key.entity';
import { CheckpointKeyRepository } from './checkpoint-key.repository';

const CHECKPOINT_KEYS: ProtectedValues = {
  context: 'events',
  name: 'checkpoint keys',
  amount: (count) => `${count} key(s) of the checkpoints`,
  cause: 'are sealed with it',
  consequence: 'sign no more, and a new one is made: give its public key to those who verify the log',
};

/** The keys that sign the checkpoints of the log. They are used for nothing else. */
@Injectable()
export class CheckpointKeysService {
  constructor(
    private readonly stored: CheckpointKeyRepository,
    private readonly ring: KeyRing,
  ) {}

  /**
   * The key that signs, generated at its first use, and sealed under the newest of `SECRET_KEYS`. `name` is that of the log.
   * Throws the error of {@link requireKeys}; if the key that sealed it was dropped, a new one signs.
   */
  async signer(name: string): Promise<CheckpointSigner> {
    const [stored] = await this.stored.all();
    const newest = stored ?? (await this.make(1, name));
    // The name of a log is that of its issuer: another issuer has a key of its own.
    const isOfThisLog = readVerifierKey(newest.verifier_key)?.name === name;
    if (isOfThisLog)
      requireKeys(this.ring, countsOf([this.ring.versionOf(newest.sealed_private_key)]), CHECKPOINT_KEYS);
    if (!isOfThisLog || !this.ring.canOpen(newest.sealed_private_key))
      return this.open(await this.make(newest.number + 1, name));
    await this.reseal(newest);
    return this.open(newest);
  }

  /** The public keys of all checkpoints that were signed so far, the newest first. */
  async verifierKeys(): Promise<readonly string[]> {
    return (await this.stored.all()).map(({ verifier_key }) => verifier_key);
  }

  /** Makes a key, unless another node has just made the one with this number. */
  private make(number: number, name: string): Promise<CheckpointKey> {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const verifier_key = verifierKey(name, publicKey);
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
    const sealed_private_key = this.ring.seal(pem, verifier_key);
    return this.stored.add({ number, verifier_key, sealed_private_key, created_at: new Date() });
  }

  private async reseal({ number, verifier_key, sealed_private_key }: CheckpointKey): Promise<void> {
    const resealed = this.ring.reseal(sealed_private_key, verifier_key);
    if (resealed !== undefined) await this.stored.replaceSeal({ number, sealed_private_key }, resealed);
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
