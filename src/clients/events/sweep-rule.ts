/** The rule of a policy by which a client is deleted. */
export interface SweepRule {
  readonly rule: 'delete_unused_after_days' | 'delete_idle_after_days';
  readonly days: number;
}
