import { preferredLanguage } from './preferred-language';

const LANGUAGES = ['en', 'de', 'pt-BR', 'ar'];
const preferred = (acceptLanguage?: string, ui_locales?: string): string =>
  preferredLanguage(LANGUAGES, 'en', { acceptLanguage, ui_locales });

describe('the language of a page', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['nl, sv', 'en'],
    ['de', 'de'],
    ['de-CH', 'de'],
    ['DE-ch-1996', 'de'],
    ['nl, de;q=0.5, ar;q=0.8', 'ar'],
    ['de;q=0, ar;q=0.1', 'ar'],
    ['pt-br', 'pt-BR'],
    ['pt', 'en'],
    ['*', 'en'],
    ['de;q=nonsense, ar;q=0.2', 'ar'],
    [`${'x,'.repeat(5000)}de`, 'en'],
  ])('follows Accept-Language %s', (header, language) => {
    expect(preferred(header)).toBe(language);
  });

  it('follows ui_locales before Accept-Language', () => {
    expect(preferred('de', 'nl ar-EG de')).toBe('ar');
    expect(preferred('de', 'nl')).toBe('de');
  });
});
