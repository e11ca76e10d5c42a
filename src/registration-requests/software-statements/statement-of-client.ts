import type { StatementOfClient } from '../../clients/client-lineage';
import { sha256 } from '../../core/hash/sha256';
import type { VerifiedStatement } from './software-statements.service';

/** Longer values are not kept: the hash of the statement identifies it as well. */
const MOST_CHARACTERS = 200;

const short = (value: unknown): string | undefined =>
  typeof value === 'string' && value.length <= MOST_CHARACTERS ? value : undefined;

/** Identifies a verified statement, which is a string, for the lineage of the client that is registered with it. */
export const statementOfClient = ({ by, claims }: VerifiedStatement, statement: unknown): StatementOfClient => {
  const [jti, software_id] = [short(claims.jti), short(claims['software_id'])];
  return {
    issuer: by.issuer,
    ...(jti === undefined ? { thumbprint: sha256(statement as string) } : { jti }),
    ...(software_id !== undefined && { software_id }),
  };
};
