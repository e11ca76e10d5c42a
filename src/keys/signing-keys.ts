import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type CryptoKey, importJWK, type JWK } from 'jose';
import { Repository } from 'typeorm';
import { ACCESS_TOKEN_ALGS, type AccessTokenAlg } from '../clients/metadata/vocabulary';
import { StartFailure } from '../config/start-failure';
import { Transactions } from '../database/transactions';
import { KeyRing } from '../secrets/key-ring';
import { generateSigningKey } from './generate-signing-key';
import { SigningKey } from './signing-key.entity';

/** A key ready to sign: imported once, not per token. */
export interface Signer {
  readonly alg: AccessTokenAlg;
  readonly kid: string;
  readonly privateKey: CryptoKey;
}

/** The signing keys of this server: one of each algorithm, made on first start, private parts sealed. */
@Injectable()
export class SigningKeys implements OnModuleInit {
  private signers: ReadonlyMap<AccessTokenAlg, Signer> = new Map();
  private published: readonly JWK[] = [];

  constructor(
    @InjectRepository(SigningKey) private readonly keys: Repository<SigningKey>,
    private readonly transactions: Transactions,
    private readonly ring: KeyRing,
  ) {}

  async onModuleInit(): Promise<void> {
    await Promise.all(ACCESS_TOKEN_ALGS.map((alg) => this.ensure(alg)));
    const keys = await this.keys.find({ order: { alg: 'ASC', number: 'ASC' } });
    this.published = keys.map(({ public_jwk }) => public_jwk);
    const signers = await Promise.all(keys.map((key) => this.open(key)));
    this.signers = new Map(signers.map((signer) => [signer.alg, signer]));
  }

  /** The key that signs with an algorithm. */
  signer(alg: AccessTokenAlg): Signer {
    const signer = this.signers.get(alg);
    if (!signer) throw new Error(`there is no ${alg} key`);
    return signer;
  }

  /** The public keys as a JWK Set (RFC 7517 section 5). */
  publicKeys(): { keys: JWK[] } {
    return { keys: [...this.published] };
  }

  /** Of several nodes that start together the first to write makes the key; the others find it. */
  private async ensure(alg: AccessTokenAlg): Promise<void> {
    if (await this.keys.existsBy({ alg })) return;
    const { publicJwk, privateJwk, kid } = await generateSigningKey(alg);
    const sealed_private_jwk = this.ring.seal(JSON.stringify(privateJwk), kid);
    await this.transactions.run((manager) =>
      manager
        .createQueryBuilder()
        .insert()
        .into(SigningKey)
        .values({ kid, alg, number: 1, public_jwk: publicJwk as object, sealed_private_jwk, created_at: new Date() })
        .orIgnore()
        .execute(),
    );
  }

  private async open({ alg, kid, sealed_private_jwk }: SigningKey): Promise<Signer> {
    const jwk = JSON.parse(this.unseal(kid, sealed_private_jwk)) as JWK;
    return { alg: alg as AccessTokenAlg, kid, privateKey: (await importJWK(jwk, alg)) as CryptoKey };
  }

  private unseal(kid: string, sealed: string): string {
    try {
      return this.ring.open(sealed, kid);
    } catch (cause) {
      throw new StartFailure(
        'SECRET_KEYS: the keys do not fit this database (its signing keys cannot be opened); restore the keys it was made with',
        { cause },
      );
    }
  }
}
