import { Entity, Index, PrimaryColumn } from 'typeorm';

/** What clients are found by. */
export const TERM_KINDS = [
  'name',
  'status',
  'software_id',
  'redirect_host',
  'grant_type',
  'policy',
  'import',
  'registrar',
] as const;
export type TermKind = (typeof TERM_KINDS)[number];

/**
 * A term that a client is found by, such as one of its grants. The primary key has the clients of a term in the order of
 * their identifiers, and the names in their own order. `ClientTermsFollower` writes the rows.
 */
@Entity('client_terms', { withoutRowid: true })
export class ClientTerm {
  @PrimaryColumn({ type: 'text' })
  kind!: TermKind;

  /** Sorted by its bytes, so that the beginnings of names are ranges; PostgreSQL knows the collation by this name. */
  @PrimaryColumn({ type: 'text', collation: 'C' })
  term!: string;

  /** By this index the terms of a client that changed are found. */
  @Index('client_terms_client_id')
  @PrimaryColumn({ type: 'text', collation: 'C' })
  client_id!: string;
}
