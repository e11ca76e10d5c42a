import { similarWord } from './similar-word';

describe('the word that was probably meant', () => {
  it.each([
    ['lst', 'list'],
    ['lsit', 'list'],
    ['shwo', 'show'],
    ['rotate-secrets', 'rotate-secret'],
    ['delte', 'delete'],
    ['xyz', undefined],
    ['', undefined],
    ['x'.repeat(100_000), undefined],
  ])('%.20s is %s', (word, meant) => {
    expect(similarWord(word, ['list', 'show', 'delete', 'rotate-secret'])).toBe(meant);
  });
});
