/** What the operator configures of the log. */
export abstract class AuditOptions {
  /** After how many days events are deleted; 0 if never. */
  abstract readonly retentionDays: number;
  /** The path of the file with the newest checkpoint; empty if there is none. */
  abstract readonly checkpointFile: string;
}
