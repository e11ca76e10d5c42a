import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { wholeNumber } from '../../platform/database/columns';
import type { TermKind } from './client-term.entity';

/** How many clients have a term, for the kinds that statistics show. It changes with the rows of `client_terms`. */
@Entity('client_term_counts')
@Index('client_term_counts_clients', ['kind', 'clients'])
export class ClientTermCount {
  @PrimaryColumn({ type: 'text' })
  kind!: TermKind;

  @PrimaryColumn({ type: 'text' })
  term!: string;

  @Column(wholeNumber)
  clients!: number;
}
