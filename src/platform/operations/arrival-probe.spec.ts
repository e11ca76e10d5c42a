import { KeyRing } from '../secrets/key-ring';
import { isProbeAt, probeAt } from './arrival-probe';

const ring = (byte: number): KeyRing => new KeyRing([{ version: 1, key: Buffer.alloc(32, byte) }]);
const NOW = Date.UTC(2026, 10, 26);

describe('a probe', () => {
  it('is valid for a minute, under the key that made it', () => {
    const probe = probeAt(ring(1), NOW);
    expect([NOW, NOW + 59_000, NOW - 59_000].map((at) => isProbeAt(ring(1), probe, at))).toEqual([true, true, true]);
    expect([NOW + 61_000, NOW - 61_000].map((at) => isProbeAt(ring(1), probe, at))).toEqual([false, false]);
    expect(isProbeAt(ring(2), probe, NOW)).toBe(false);
    expect(isProbeAt(ring(1), probe.replace(/^\d+/, String(NOW / 1000 + 1)), NOW)).toBe(false);
  });

  it.each([undefined, '', 'x', `${NOW / 1000} 1.short`, `${NOW / 1000} 2.${'a'.repeat(43)}`])('is not %j', (value) => {
    expect(isProbeAt(ring(1), value, NOW)).toBe(false);
  });
});
