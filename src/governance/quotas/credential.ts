import type { Client } from '../../clients/client.entity';

/** The column of `clients` that has the id of a credential. */
export type CredentialColumn = 'initial_access_token' | 'registrar';

/** A credential that permits to register clients. */
export interface Credential {
  readonly column: CredentialColumn;
  readonly id: string;
}

/** A credential as the key of its count. */
export const keyOf = ({ column, id }: Credential): string => `${column} ${id}`;

/** The credential that a client was registered with, if there was one. */
export const credentialOf = ({
  initial_access_token,
  registrar,
}: Pick<Client, CredentialColumn>): Credential | undefined => {
  if (initial_access_token) return { column: 'initial_access_token', id: initial_access_token };
  return registrar ? { column: 'registrar', id: registrar } : undefined;
};
