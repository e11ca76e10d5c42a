/** How serious a finding is, the least serious first. A note asks for nothing. */
export const SEVERITIES = ['ok', 'note', 'warning', 'error'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What a check found. */
export interface Finding {
  readonly severity: Severity;
  /** A sentence for the operator, without secrets. */
  readonly finding: string;
  /** What to do about a warning or an error. */
  readonly remedy?: string;
}

export const ok = (finding: string): Finding => ({ severity: 'ok', finding });
export const note = (finding: string): Finding => ({ severity: 'note', finding });
export const warning = (finding: string, remedy: string): Finding => ({ severity: 'warning', finding, remedy });
export const failure = (finding: string, remedy: string): Finding => ({ severity: 'error', finding, remedy });

/** The most serious of some severities; `ok` if there is none. */
export const worstOf = (severities: readonly Severity[]): Severity =>
  SEVERITIES.findLast((severity) => severities.includes(severity)) ?? 'ok';

/** The first line of the message of an error. */
export const reasonOf = (error: unknown): string =>
  String(error instanceof Error ? error.message : error).split('\n')[0] ?? '';
