import { Column, Entity, PrimaryColumn } from 'typeorm';
import { moment } from '../../../platform/database/columns';

/** How far the import of a file is. The row is written in the commit of its clients, and deleted when the file is done. */
@Entity('client_imports')
export class ImportPlace {
  /** The hash of the file and of how it is imported. */
  @PrimaryColumn({ type: 'text' })
  id!: string;

  /** How many entries of the file are done. */
  @Column({ type: 'integer' })
  done!: number;

  @Column(moment)
  updated_at!: Date;
}
