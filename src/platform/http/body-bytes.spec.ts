import { GrowingBytes } from './body-bytes';

describe('the bytes of a body', () => {
  it.each([1, 7, 1000, 16_384])('are the same in pieces of %i bytes, and hold at most twice their number', (size) => {
    const whole = Buffer.from(Array.from({ length: 65_536 }, (_, index) => index % 251));
    const body = new GrowingBytes();
    for (let at = 0; at < whole.length; at += size) {
      body.add(whole.subarray(at, at + size));
      if (body.capacity > Math.max(2 * body.length, size)) throw new Error(`${body.capacity} for ${body.length}`);
    }
    expect(body.bytes.equals(whole)).toBe(true);
  });

  it('may be none', () => {
    expect(new GrowingBytes().bytes).toHaveLength(0);
  });
});
