import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import type { SecretKey } from '../config/kinds/keys';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

interface DerivedKeys {
  readonly hashing: KeyObject;
  readonly sealing: KeyObject;
}

/**
 * Hashes and seals under versioned keys. The first key makes new hashes and seals; all keys read existing ones. Hash only
 * random values and keys of the operator: this is not a slow hash.
 */
export class KeyRing {
  private readonly keys: ReadonlyMap<number, DerivedKeys>;
  private readonly current: number;

  /** Takes the keys, newest first, and the versions of keys in `DROPPED_SECRET_KEYS`. */
  constructor(
    keys: readonly SecretKey[],
    private readonly droppedVersions: readonly number[] = [],
  ) {
    const [newest] = keys;
    if (!newest) throw new Error('a key ring needs a key');
    this.current = newest.version;
    this.keys = new Map(
      keys.map(({ version, key }) => [version, { hashing: derive(key, 'hash'), sealing: derive(key, 'seal') }]),
    );
  }

  /** The version of the key that makes new hashes and seals. */
  get newest(): number {
    return this.current;
  }

  /** Whether there are older keys, which only read existing hashes and seals. */
  get hasOlderKeys(): boolean {
    return this.keys.size > 1;
  }

  /** The keyed hash (HMAC-SHA-256) of a text as `VERSION.BASE64URL`. */
  hash(text: string, version = this.current): string {
    return `${version}.${createHmac('sha256', this.keyOf(version).hashing).update(text).digest('base64url')}`;
  }

  /** Whether there is a key of this version. */
  has(version: number): boolean {
    return this.keys.has(version);
  }

  /** Whether the operator dropped the values that a missing key hashed and sealed. */
  isDropped(version: number): boolean {
    return this.droppedVersions.includes(version);
  }

  /**
   * The hash of a text under the key of another hash, to compare the two. If that key is missing, the function does the
   * same work with another key, and the hashes differ.
   */
  hashLike(hash: string, text: string): string {
    const version = versionOf(hash);
    return this.hash(text, this.has(version) ? version : this.current);
  }

  /** Hashes a text once under each key. The function that it returns gives what {@link hashLike} gives for a hash. */
  hashesOf(text: string): (hash: string) => string {
    const hashes = new Map<number, string>();
    for (const version of this.keys.keys()) hashes.set(version, this.hash(text, version));
    return (hash) => hashes.get(versionOf(hash)) ?? hashes.get(this.current) ?? '';
  }

  /** The hashes that a text has under each key, the newest first: to find what was stored by its hash. */
  allHashesOf(text: string): readonly string[] {
    return [...this.keys.keys()].map((version) => this.hash(text, version));
  }

  /** The version of the key that made a hash or a seal. */
  versionOf(made: string): number {
    return versionOf(made);
  }

  /** Whether the key that sealed a value is present. */
  canOpen(sealed: string): boolean {
    return this.has(versionOf(sealed));
  }

  /** Whether a given hash is that of a text, in constant time; false if its key is missing. */
  isHashOf(hash: string, text: string): boolean {
    if (!this.keys.has(versionOf(hash))) return false;
    const [one, other] = [Buffer.from(hash), Buffer.from(this.hashLike(hash, text))];
    return one.length === other.length && timingSafeEqual(one, other);
  }

  /** Encrypts a text (AES-256-GCM) as `VERSION.BASE64URL`. Opening it takes the same `owner`. */
  seal(text: string, owner: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.keyOf(this.current).sealing, nonce).setAAD(Buffer.from(owner));
    const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `${this.current}.${sealed.toString('base64url')}`;
  }

  /** Opens a value of {@link seal}. Throws if the key is missing, the value was changed, or it has another owner. */
  open(sealed: string, owner: string): string {
    const bytes = Buffer.from(sealed.slice(sealed.indexOf('.') + 1), 'base64url');
    const tagAt = bytes.length - TAG_BYTES;
    const decipher = createDecipheriv(
      'aes-256-gcm',
      this.keyOf(versionOf(sealed)).sealing,
      bytes.subarray(0, NONCE_BYTES),
    )
      .setAAD(Buffer.from(owner))
      .setAuthTag(bytes.subarray(tagAt));
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, tagAt)), decipher.final()]).toString('utf8');
  }

  /**
   * Seals a sealed value again under the newest key; returns `undefined` if it has that key already. Code that stores
   * sealed values calls this for them, so that an operator can remove an old key from `SECRET_KEYS`.
   */
  reseal(sealed: string, owner: string): string | undefined {
    return versionOf(sealed) === this.current ? undefined : this.seal(this.open(sealed, owner), owner);
  }

  private keyOf(version: number): DerivedKeys {
    const keys = this.keys.get(version);
    if (!keys) throw new Error(`SECRET_KEYS has no key ${version}; put it back behind the newer ones`);
    return keys;
  }
}

const versionOf = (made: string): number => Number(made.slice(0, made.indexOf('.')));

const derive = (key: Buffer, purpose: string): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), `clientele ${purpose}`, KEY_BYTES)));
