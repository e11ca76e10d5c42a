import { createPrivateKey, type KeyObject } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { type CryptoKey, errors, importJWK, type JWK, type JWTHeaderParameters, type JWTPayload } from 'jose';
import { algorithm, SIGNING_ALGS, type SigningAlg } from '../core/jose/algorithms';
import { Issuer } from '../core/issuer';
import { contextWithoutRequest, type RequestContext } from '../core/request-context';
import { StartFailure } from '../platform/config/start-failure';
import { StartRetriesService } from '../platform/database/start-retries.service';
import { KeyRing } from '../platform/secrets/key-ring';
import { countsOf, type ProtectedValues, requireKeys } from '../platform/secrets/missing-keys';
import { REFRESH_MS } from './key-schedule';
import { KeySnapshot, type UsableKey } from './key-snapshot';
import { signJwt } from './sign-jwt';
import type { SigningKey } from './signing-key.entity';
import { SigningKeyRepository } from './signing-key.repository';

/** The algorithms whose keys are generated at the first start. RSA keys take long: all but the default's are generated when first used. */
const AT_FIRST_START = SIGNING_ALGS.filter((alg) => alg === 'RS256' || !algorithm(alg)?.kty.includes('RSA'));
const SIGNING_KEYS: ProtectedValues = {
  context: 'keys',
  name: 'signing keys',
  amount: (count) => `${count} signing key(s)`,
  cause: 'are sealed with it',
  consequence: 'sign no more, and new ones are made',
};
/** The shortest time between two reads that tokens with an unknown `kid` cause, however many arrive. */
const READ_GAP_MS = 250;

/** The signing keys of this server, one set for each algorithm. They are read again often enough to follow other nodes. */
@Injectable()
export class SigningKeysService implements OnModuleInit {
  private readonly logger = new Logger('keys');
  private snapshot = new KeySnapshot([]);
  private readAt = Number.NEGATIVE_INFINITY;
  private lastRead: Promise<void> = Promise.resolve();
  private nextRead: Promise<void> | undefined;
  private readonly making = new Map<SigningAlg, Promise<UsableKey>>();

  constructor(
    private readonly store: SigningKeyRepository,
    private readonly ring: KeyRing,
    private readonly start: StartRetriesService,
    private readonly issuer: Issuer,
  ) {}

  /** Throws {@link StartFailure} if `SECRET_KEYS` cannot decrypt the keys in the database. */
  async onModuleInit(): Promise<void> {
    await this.start.run(() => this.prepare());
  }

  private async prepare(): Promise<void> {
    await this.read();
    const missing = AT_FIRST_START.filter((alg) => !this.snapshot.byAlg.has(alg));
    await Promise.all(missing.map((alg) => this.store.make(this.context, alg, 1, new Date())));
    if (missing.length > 0) await this.read();
    const keys = [...this.snapshot.byAlg.values()].flat();
    this.requireKeysOf(keys.filter(({ privateKey }) => !privateKey));
    await this.store.reseal(keys.filter(({ privateKey }) => privateKey));
    await this.replaceUnreadable();
  }

  /** Throws {@link StartFailure} if a key of `SECRET_KEYS` is another one, and the error of {@link requireKeys}. */
  private requireKeysOf(closed: readonly SigningKey[]): void {
    const versions = closed.map(({ sealed_private_jwk }) => this.ring.versionOf(sealed_private_jwk));
    if (versions.some((version) => this.ring.has(version) && !this.ring.isDropped(version)))
      throw new StartFailure(
        'SECRET_KEYS: the keys do not fit this database (its signing keys cannot be opened); restore the keys it was made with',
      );
    requireKeys(this.ring, countsOf(versions), SIGNING_KEYS);
  }

  /** Where `SECRET_KEYS` cannot open the key that signs, the next key signs at once. The tokens of the old key stay valid. */
  private async replaceUnreadable(): Promise<void> {
    const lost = [...this.snapshot.byAlg].filter(([alg]) => this.snapshot.signer(alg)?.privateKey === undefined);
    for (const [alg, keySet] of lost)
      await this.store.make(this.context, alg as SigningAlg, (keySet.at(-1)?.number ?? 0) + 1, new Date());
    if (lost.length > 0) await this.read();
  }

  /** Signs a JWT with the key of an algorithm: see {@link signJwt}. */
  async sign(alg: SigningAlg, typ: string, claims: JWTPayload): Promise<string> {
    const { kid, privateKey } = await this.signer(alg);
    return signJwt({ typ, alg, kid }, claims, privateKey);
  }

  /** The key that signs with an algorithm now, generated at first use. Throws if `SECRET_KEYS` cannot open it. */
  async signer(alg: SigningAlg): Promise<{ readonly kid: string; readonly privateKey: KeyObject }> {
    if (this.isOlderThan(REFRESH_MS)) await this.reread();
    const { kid, privateKey } = this.snapshot.signer(alg) ?? (await this.first(alg));
    if (!privateKey) throw new Error(`SECRET_KEYS cannot open the ${alg} key ${kid}; add the key that sealed it`);
    return { kid, privateKey };
  }

  /**
   * The public key of a token: that of the `kid` in its header, if `alg` is the algorithm of the key (RFC 8725 section
   * 3.1). Keys that the token contains or refers to are never used. Throws jose's errors.
   */
  async verificationKey({ kid, alg }: JWTHeaderParameters): Promise<CryptoKey> {
    if (this.isOlderThan(REFRESH_MS)) await this.reread();
    const key = kid === undefined ? undefined : (this.snapshot.find(kid) ?? (await this.reread(READ_GAP_MS)).find(kid));
    if (!key || key.alg !== alg) throw new errors.JWKSNoMatchingKey();
    return key.publicKey;
  }

  /** The JWK Set (RFC 7517 section 5): the keys that sign, will sign soon, or signed a token that may still be valid. */
  async published(): Promise<{ keys: JWK[] }> {
    if (this.isOlderThan(READ_GAP_MS)) await this.reread();
    return this.snapshot.published;
  }

  /** The signing key set of each algorithm, as the database has it now. */
  async byAlg(): Promise<ReadonlyMap<string, readonly UsableKey[]>> {
    return (await this.reread()).byAlg;
  }

  /** Keys that nobody asked for, but that are needed. */
  private get context(): RequestContext {
    return contextWithoutRequest(this.issuer, { type: 'server', task: 'the supply of signing keys' });
  }

  private isOlderThan(ageMs: number): boolean {
    return Math.abs(Date.now() - this.readAt) > ageMs;
  }

  /** The result of a read that begins after this call, and not sooner than so long after the last. Callers share it. */
  private async reread(gapMs = 0): Promise<KeySnapshot> {
    this.nextRead ??= this.readAfter(this.lastRead, gapMs);
    await this.nextRead;
    return this.snapshot;
  }

  private async readAfter(last: Promise<void>, gapMs: number): Promise<void> {
    await last.catch(() => undefined);
    const gap = this.readAt + gapMs - Date.now();
    if (gap > 0 && gap <= gapMs) await wait(gap);
    this.nextRead = undefined;
    this.lastRead = this.read();
    await this.lastRead;
  }

  private async read(): Promise<void> {
    const readAt = Date.now();
    const keys = await this.store.all();
    this.snapshot = new KeySnapshot(await Promise.all(keys.map((key) => this.usable(key))));
    this.readAt = readAt;
  }

  private async usable(key: SigningKey): Promise<UsableKey> {
    const known = this.snapshot.find(key.kid);
    if (known) return { ...known, ...key };
    const publicKey = (await importJWK(key.public_jwk, key.alg)) as CryptoKey;
    const privateJwk = this.open(key);
    return {
      ...key,
      publicKey,
      ...(privateJwk && { privateKey: createPrivateKey({ key: privateJwk, format: 'jwk' }) }),
    };
  }

  private open({ kid, alg, sealed_private_jwk }: SigningKey): JWK | undefined {
    try {
      return JSON.parse(this.ring.open(sealed_private_jwk, kid)) as JWK;
    } catch (error) {
      this.logger.error({ err: error, kid }, `the ${alg} key cannot be opened`);
      return undefined;
    }
  }

  private first(alg: SigningAlg): Promise<UsableKey> {
    const making = this.making.get(alg) ?? this.makeFirst(alg).finally(() => this.making.delete(alg));
    this.making.set(alg, making);
    return making;
  }

  private async makeFirst(alg: SigningAlg): Promise<UsableKey> {
    await this.store.make(this.context, alg, 1, new Date());
    const key = (await this.reread()).signer(alg);
    if (!key) throw new Error(`there is no ${alg} key`);
    return key;
  }
}
