import { InvalidScope } from '../../../core/errors/errors';
import { narrowedScope } from './narrowed-scope';

describe('the scope of a refresh', () => {
  const granted = ['read', 'write'];
  const narrowed = (requested?: string): readonly string[] =>
    narrowedScope(requested, granted, (scope) => ['read', 'write', 'delete', 'register'].includes(scope));

  it('is what was granted, if the request names none', () => {
    expect(narrowed()).toEqual(granted);
    expect(narrowed('')).toEqual(granted);
  });

  it('is what the request names of it', () => {
    expect(narrowed('write')).toEqual(['write']);
    expect(narrowed('write read')).toEqual(granted);
  });

  it('disregards words that mean nothing here', () => {
    expect(narrowed('offline_access')).toEqual(granted);
    expect(narrowed('read offline_access openid')).toEqual(['read']);
  });

  it.each(['delete', 'read delete', 'register'])('cannot be %j, which was not granted', (requested) => {
    expect(() => narrowed(requested)).toThrow(InvalidScope);
  });
});
