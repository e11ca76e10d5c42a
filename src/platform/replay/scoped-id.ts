import { sha256 } from '../../core/hash/sha256';

/**
 * Takes an identifier that is unique only among those of its owner, such as the `jti` of a client, and gives one that is
 * unique among all and has a fixed length.
 */
export const scopedId = (owner: string, id: string): string => sha256(`${owner}\0${id}`);
