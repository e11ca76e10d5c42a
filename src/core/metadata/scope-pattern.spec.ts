import * as fc from 'fast-check';
import { scopeMatcher } from './scope-pattern';

describe('a scope with parameters', () => {
  it.each([
    ['storage.read:*', 'storage.read:/data', true],
    ['storage.read:*', 'storage.read:', false],
    ['storage.read:*', 'xstorage.read:/data', false],
    ['patient/*.rs', 'patient/Observation.rs', true],
    ['patient/*.rs', 'patient/*.rs', true],
    ['patient/*.rs', 'patient/.rs', false],
    ['patient/*.rs', 'patient/Observation.rs?x', false],
    ['a*a', 'aa', false],
    ['a*a', 'aaa', true],
    ['a*b*c', 'a1b2c', true],
    ['a*b*c', 'abbc', false],
    ['a*b*c', 'axbbc', true],
    ['**', 'ab', true],
    ['**', 'a', false],
    ['openid', 'openid', true],
    ['a.c', 'abc', false],
  ])('%s matches %s: %s', (pattern, scope, isMatch) => {
    expect(scopeMatcher([pattern])(scope)).toBe(isMatch);
  });

  it('matches as the regular expression would that it is not', () => {
    const letters = fc.array(fc.constantFrom('a', 'b', '*', '.'), { maxLength: 8 }).map((all) => all.join(''));
    fc.assert(
      fc.property(letters, letters, (pattern, scope) => {
        const expression = new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.+')}$`);
        expect(scopeMatcher([pattern])(scope)).toBe(pattern === scope || expression.test(scope));
      }),
      { numRuns: 2000 },
    );
  });
});
