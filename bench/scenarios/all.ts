import { MANAGEMENT } from './management';
import { REGISTRATIONS } from './registration';
import type { Scenario } from './scenario';
import { TOKENS } from './tokens';

export const SCENARIOS: readonly Scenario[] = [...REGISTRATIONS, ...TOKENS, ...MANAGEMENT];
