import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { json, moment, wholeNumber } from '../../../platform/database/columns';

export type JobStatus = 'running' | 'stopping' | 'stopped' | 'finished';

/** A client for which the action was refused. */
export interface JobFailure {
  readonly client_id: string;
  readonly error_description: string;
}

/** How far a job is. Each client and its place here are written in one commit. */
@Entity('job_states')
@Index('job_states_open', ['node_until'], { where: 'expires_at IS NULL' })
export class JobState {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ type: 'text' })
  status!: JobStatus;

  /** Where its list of clients goes on. */
  @Column({ type: 'text' })
  cursor!: string;

  /** How many clients were changed, or would be in a dry run. */
  @Column(wholeNumber)
  done!: number;

  /** For how many clients the action was refused, or would be. */
  @Column(wholeNumber)
  refused!: number;

  /** The first of those that were refused. */
  @Column(json)
  failures!: readonly JobFailure[];

  /** The node that works on it, and until when no other node does. */
  @Column({ type: 'text', nullable: true })
  node!: string | null;

  @Column(moment)
  node_until!: Date;

  @Column({ ...moment, nullable: true })
  ended_at!: Date | null;

  /** When both rows are deleted; null until the job has ended. */
  @Index('job_states_expires_at', { where: 'expires_at IS NOT NULL' })
  @Column({ ...moment, nullable: true })
  expires_at!: Date | null;
}
