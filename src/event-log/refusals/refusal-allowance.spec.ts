import { RefusalAllowance } from './refusal-allowance';

const takeFor = (allowance: RefusalAllowance, caller: string, times: number): number =>
  Array.from({ length: times }, () => allowance.take(caller)).filter(Boolean).length;

describe('the allowance for events of refusals', () => {
  it('is 20 for a caller, until it is renewed', () => {
    const allowance = new RefusalAllowance();
    expect(takeFor(allowance, 'one', 50)).toBe(20);
    expect(takeFor(allowance, 'other', 5)).toBe(5);
    allowance.renew();
    expect(takeFor(allowance, 'one', 1)).toBe(1);
  });

  it('is 600 for all callers together', () => {
    const allowance = new RefusalAllowance();
    const callers = Array.from({ length: 1000 }, (_, index) => `client ${index}`);
    expect(callers.filter((caller) => allowance.take(caller))).toHaveLength(600);
  });
});
