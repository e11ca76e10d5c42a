import type { KeyRing } from '../secrets/key-ring';

/** The header of a request that asks how it arrived. */
export const PROBE_HEADER = 'clientele-probe';

const PROBE = /^(\d{1,12}) (\d{1,9}\.[A-Za-z0-9_-]{43})$/;
/** For how long a probe is valid, and by how much clocks may differ. */
const VALID_MS = 60_000;

/** The value of {@link PROBE_HEADER}: only a program with `SECRET_KEYS` can make it. `now` is in milliseconds. */
export const probeAt = (ring: KeyRing, now: number): string => {
  const seconds = String(Math.floor(now / 1000));
  return `${seconds} ${ring.hash(textOf(seconds))}`;
};

/** Whether a value is a probe that was made a minute ago at most. */
export const isProbeAt = (ring: KeyRing, value: string | undefined, now: number): boolean => {
  const [, seconds = '', hash = ''] = PROBE.exec(value ?? '') ?? [];
  return Math.abs(now - Number(seconds) * 1000) <= VALID_MS && ring.isHashOf(hash, textOf(seconds));
};

const textOf = (seconds: string): string => `arrival probe ${seconds}`;
