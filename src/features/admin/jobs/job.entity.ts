import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { StatusAction } from '../../../clients/status/status-transitions';
import type { Actor } from '../../../core/request-context';
import { json, moment } from '../../../platform/database/columns';

/** What a job does to each of its clients. */
export const JOB_ACTIONS = ['approve', 'reject', 'disable', 'enable', 'delete'] as const satisfies readonly (
  StatusAction | 'delete'
)[];
export type JobAction = (typeof JOB_ACTIONS)[number];

/** The parameters of the list of clients, as texts. */
export type JobFilter = Readonly<Record<string, string>>;

/** What an administrator asked for. */
export interface JobDetails {
  readonly action: JobAction;
  readonly reason?: string;
  /** Whether it only counts. */
  readonly dry_run: boolean;
  /** In their order, each once. */
  readonly client_ids?: readonly string[];
  readonly filter?: JobFilter;
  readonly actor: Actor;
}

/** One action for many clients. The row never changes; `JobState` has what was done. */
@Entity('jobs')
export class Job {
  /** A UUID version 7, so that jobs are sorted by time. */
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column(json)
  details!: JobDetails;

  @Column(moment)
  created_at!: Date;
}
