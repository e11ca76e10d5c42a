import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

/** The type of an Ed25519 signature in a key of a note. */
const ED25519 = 0x01;
const KEY_ID_BYTES = 4;
const PUBLIC_KEY_BYTES = 32;
/** DER of a public key of Ed25519 up to its 32 octets (RFC 8410 section 4). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const SIGNATURE_LINE = /^\u2014 (\S+) ([A-Za-z0-9+/]+={0,2})$/;
const VERIFIER_KEY = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/;
const TREE_SIZE = /^(0|[1-9]\d{0,15})$/;

/** The state of a log: which log, how many entries it has, and the root hash of its tree. */
export interface Checkpoint {
  /** The name of the log, such as `host.example/log`. */
  readonly origin: string;
  readonly size: number;
  /** 32 octets. */
  readonly root: Buffer;
}

/** A key that signs checkpoints. */
export interface CheckpointSigner {
  readonly name: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** The public key of a log in the text form that programs of transparency logs read: `NAME+KEYID+BASE64`. */
export const verifierKey = (name: string, publicKey: KeyObject): string => {
  const key = Buffer.concat([Buffer.from([ED25519]), rawKey(publicKey)]);
  return `${name}+${keyId(name, publicKey).toString('hex')}+${key.toString('base64')}`;
};

/** Signs a checkpoint as a note (C2SP tlog-checkpoint and signed-note). */
export const signCheckpoint = (checkpoint: Checkpoint, { name, publicKey, privateKey }: CheckpointSigner): string => {
  const text = textOf(checkpoint);
  const signature = sign(null, Buffer.from(text), privateKey);
  const line = Buffer.concat([keyId(name, publicKey), signature]).toString('base64');
  return `${text}\n\u2014 ${name} ${line}\n`;
};

/**
 * The checkpoint of a note that one of these {@link verifierKey}s signed; nothing if the note is malformed, or none of them
 * signed it.
 */
export const openCheckpoint = (note: string, keys: readonly string[]): Checkpoint | undefined => {
  const end = note.lastIndexOf('\n\n');
  if (end < 0) return undefined;
  const text = note.slice(0, end + 1);
  const lines = note.slice(end + 2).split('\n');
  const isSigned = keys.some((key) => lines.some((line) => isSignature(line, text, key)));
  return isSigned ? checkpointOf(text) : undefined;
};

const textOf = ({ origin, size, root }: Checkpoint): string => `${origin}\n${size}\n${root.toString('base64')}\n`;

const checkpointOf = (text: string): Checkpoint | undefined => {
  const [origin = '', size = '', root = ''] = text.split('\n');
  return TREE_SIZE.test(size) ? { origin, size: Number(size), root: Buffer.from(root, 'base64') } : undefined;
};

const isSignature = (line: string, text: string, key: string): boolean => {
  const [, name, signed] = SIGNATURE_LINE.exec(line) ?? [];
  const known = readVerifierKey(key);
  if (!known || name !== known.name || signed === undefined) return false;
  const bytes = Buffer.from(signed, 'base64');
  const isOfKey = bytes.subarray(0, KEY_ID_BYTES).equals(keyId(name, known.publicKey));
  return isOfKey && verify(null, Buffer.from(text), known.publicKey, bytes.subarray(KEY_ID_BYTES));
};

/** The name and the public key of a {@link verifierKey}; nothing if it is malformed. */
export const readVerifierKey = (key: string): { name: string; publicKey: KeyObject } | undefined => {
  const [, name, id, encoded = ''] = VERIFIER_KEY.exec(key) ?? [];
  const bytes = Buffer.from(encoded, 'base64');
  if (name === undefined || bytes.length !== PUBLIC_KEY_BYTES + 1 || bytes[0] !== ED25519) return undefined;
  const publicKey = createPublicKey({
    key: Buffer.concat([SPKI_PREFIX, bytes.subarray(1)]),
    format: 'der',
    type: 'spki',
  });
  return keyId(name, publicKey).toString('hex') === id ? { name, publicKey } : undefined;
};

const keyId = (name: string, publicKey: KeyObject): Buffer =>
  createHash('sha256')
    .update(`${name}\n`)
    .update(Buffer.from([ED25519]))
    .update(rawKey(publicKey))
    .digest()
    .subarray(0, KEY_ID_BYTES);

const rawKey = (publicKey: KeyObject): Buffer =>
  publicKey.export({ format: 'der', type: 'spki' }).subarray(SPKI_PREFIX.length);
