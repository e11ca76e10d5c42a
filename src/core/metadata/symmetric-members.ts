import { isSymmetric } from '../jose/algorithms';
import type { StoredMetadata } from './client-metadata';
import { type MemberName, SENT_ROWS } from './metadata-table';

/** The members whose rows support an algorithm that takes the client secret as its key. */
const NAMES = SENT_ROWS.filter(({ is }) => is.supported?.some(isSymmetric)).map(({ name }) => name);

/** The algorithms of a client that take its secret as their key, by member (OpenID Core 1.0 section 10). */
export const symmetricAlgsOf = (metadata: StoredMetadata): { member: MemberName; alg: string }[] => {
  const values: Partial<Record<MemberName, unknown>> = metadata;
  return NAMES.flatMap((member) => {
    const alg = values[member];
    return isSymmetric(alg) ? [{ member, alg }] : [];
  });
};
