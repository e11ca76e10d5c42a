import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * How many clients of a credential exist. It has a row from the time on when a quota first held for it, and every later
 * registration and deletion changes the row in its commit.
 */
@Entity('client_counts')
export class ClientCount {
  /** What {@link credentialOf} gives. */
  @PrimaryColumn({ type: 'text' })
  credential!: string;

  @Column({ type: 'integer' })
  living!: number;
}
