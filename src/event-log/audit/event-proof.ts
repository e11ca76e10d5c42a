import { openCheckpoint, readVerifierKey } from '../../core/merkle/checkpoint';
import { rootOfProof } from '../../core/merkle/inclusion-proof';
import { leafHash } from '../../core/merkle/tree-hash';
import { isObject, isStringArray, parseJson } from '../../core/json/json';

/** The proof that the log of a server has an event. It is checked with the public key of the log. */
export interface EventProof {
  /** The JSON text of the event, exactly as it is hashed. */
  readonly event: string;
  /** The index of its leaf. */
  readonly position: number;
  /** The inclusion proof (RFC 9162 section 2.1.3.1), from the leaf to the root, in base64url. */
  readonly proof: readonly string[];
  /** The signed checkpoint (C2SP tlog-checkpoint). */
  readonly checkpoint: string;
  /** The public key that signed it. */
  readonly key: string;
}

/** Reads a proof; nothing if the text is not one. */
export const readEventProof = (text: string): EventProof | undefined => {
  const json = parseJson(text);
  if (!isObject(json)) return undefined;
  const { event, position, proof, checkpoint, key } = json;
  const isProof =
    typeof event === 'string' &&
    typeof position === 'number' &&
    isStringArray(proof) &&
    typeof checkpoint === 'string' &&
    typeof key === 'string';
  return isProof ? { event, position, proof, checkpoint, key } : undefined;
};

/** Checks a proof, against a trusted key if one is given. Gives what is wrong with it, or nothing if it holds. */
export const faultOfProof = (proof: EventProof, trustedKey = proof.key): string | undefined => {
  if (!readVerifierKey(trustedKey)) return 'the key must be NAME+ID+BASE64';
  const checkpoint = openCheckpoint(proof.checkpoint, [trustedKey]);
  if (!checkpoint) return 'the checkpoint is not signed by the key';
  const { position: index, proof: hashes } = proof;
  const root = rootOfProof(leafHash(proof.event), { index, size: checkpoint.size, proof: hashes });
  return root?.equals(checkpoint.root) ? undefined : 'the event is not at this position of the log of the checkpoint';
};
