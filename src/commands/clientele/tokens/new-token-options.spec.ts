import { newTokenOf } from './new-token-options';

const OPTIONS = { uses: '1', expires: '7d', label: '' };

describe('the options of a new initial access token', () => {
  it('give numbers, or no limit', () => {
    expect(newTokenOf({ ...OPTIONS, label: 'a partner' })).toEqual({ uses: 1, lifetime: 604_800, label: 'a partner' });
    expect(newTokenOf({ ...OPTIONS, policy: 'partners' })).toMatchObject({ policy: 'partners' });
    expect(newTokenOf({ uses: 'unlimited', expires: 'never', label: '' })).toEqual({ label: '' });
  });

  it.each([
    [{ uses: '0' }, '--uses must be a number from 1 to 1000000000, or unlimited'],
    [{ uses: '1.5' }, '--uses must'],
    [{ uses: '1000000001' }, '--uses must'],
    [{ uses: '' }, '--uses must'],
    [{ expires: 'soon' }, '--expires must be a number and a unit'],
    [{ label: 'a\nb' }, '--label must be at most 200 characters without control characters'],
    [{ label: 'x'.repeat(201) }, '--label must'],
  ])('%j is refused', (own, reason) => {
    expect(() => newTokenOf({ ...OPTIONS, ...own })).toThrow(reason);
  });
});
