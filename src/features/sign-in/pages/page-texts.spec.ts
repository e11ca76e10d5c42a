import { languagesOf } from './operator/operator-texts';
import { PageTexts } from './page-texts';

const textsIn = (tag: string): PageTexts => {
  const { languages, brand } = languagesOf({});
  const language = languages.get(tag);
  if (!language) throw new Error(`no texts in ${tag}`);
  return new PageTexts(tag, language.texts, language.words, brand);
};
const NOW = new Date('2026-11-26T12:00:00Z');
const SECOND = 1000;
const DAY = 86_400 * SECOND;

describe('the texts of a page', () => {
  it('escape what stands in their places, and turn nothing around', () => {
    expect(textsIn('en').text('consent.claimed_name', { name: '<b>' }).text).toContain('“&lt;b&gt;”');
    expect(textsIn('en').text('consent.from_operator').text).toContain('<bdi>Clientele</bdi>');
  });

  it('do not leave a place empty unseen', () => {
    expect(() => textsIn('en').text('error.return')).toThrow('the text error.return has no value for host');
  });

  it('know no words of others by the names of what every object has', () => {
    expect(textsIn('en').scope('constructor')).toBeUndefined();
    expect(textsIn('en').resource('__proto__')).toBeUndefined();
  });

  it.each([
    ['en', 0, 'this minute'],
    ['en', 119 * SECOND, '1 minute ago'],
    ['en', 3 * 3600 * SECOND, '3 hours ago'],
    ['de', DAY, 'gestern'],
    ['en', 400 * DAY, '13 months ago'],
    ['en', -5 * SECOND, 'this minute'],
  ])('in %s say how long ago %d ms are', (tag, ms, words) => {
    expect(textsIn(tag).ago(new Date(NOW.getTime() - ms), NOW)).toBe(words);
  });

  it.each([
    ['en', 7_776_000, '90 days'],
    ['de', 7_776_000, '90 Tage'],
    ['en', 3600, '1 hour'],
    ['en', 31_536_000, '1 year'],
    ['en', 30, '1 minute'],
  ])('in %s say how long %d seconds are', (tag, seconds, words) => {
    expect(textsIn(tag).duration(seconds)).toBe(words);
  });
});
