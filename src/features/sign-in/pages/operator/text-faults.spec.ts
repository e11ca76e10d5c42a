import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LANGUAGES } from '../texts/languages';
import { languagesOf, type OperatorDocument } from './operator-texts';
import { faultsOfTexts } from './text-faults';

const GUIDE = readFileSync(join(__dirname, '../../../../../docs/SIGN-IN-PAGES.md'), 'utf8');
const EXAMPLE = JSON.parse(/```json\n(.*?)```/s.exec(GUIDE)?.[1] ?? '') as OperatorDocument;

describe('the file of the operator', () => {
  it('is that of the guide, or an empty one', () => {
    expect(faultsOfTexts(EXAMPLE)).toEqual([]);
    expect(faultsOfTexts({})).toEqual([]);
  });

  it('may have a new language with all texts', () => {
    expect(faultsOfTexts({ language: 'nl', languages: { nl: { texts: LANGUAGES['en'] } } })).toEqual([]);
  });

  it.each([
    [[], 'the file must be a JSON object'],
    [{ produkt: 'x' }, 'produkt is unknown; use product, logo, colours, language, languages'],
    [{ product: '' }, 'product must be a text of 1 to 2000 characters without controls'],
    [{ product: 'a\u202eb' }, 'product must be a text of 1 to 2000 characters without controls'],
    [{ colours: { light: 'blue', dark: '#ffffff' } }, 'colours.light must be a colour such as #1d5fa8'],
    [
      { colours: { light: '#dddddd', dark: '#ffffff' } },
      'colours.light must have a contrast of 4.5 to the page, so that it can be read; use a darker colour',
    ],
    [
      { colours: { light: '#000000', dark: '#222222' } },
      'colours.dark must have a contrast of 4.5 to the page, so that it can be read; use a lighter colour',
    ],
    [{ colours: { light: '#000000' } }, 'colours must have both light and dark'],
    [{ language: 'nl' }, 'language must be one of en, de, fr, es, ar'],
    [{ language: 'not a tag' }, 'language must be the tag of a language; use one such as en or pt-BR'],
    [{ languages: { EN: {} } }, 'languages.EN must be the tag of a language; use one such as en or pt-BR'],
    [{ languages: { en: { texts: { nothing: 'x' } } } }, /^languages\.en\.texts\.nothing is unknown; use the names /],
    [
      { languages: { en: { texts: { 'error.return': 'Back' } } } },
      'languages.en.texts.error.return must contain {host}',
    ],
    [
      { languages: { en: { texts: { 'consent.allow': 'Allow {name}' } } } },
      'languages.en.texts.consent.allow must not contain {name}, which has no value there',
    ],
    [{ languages: { en: { scopes: { read: 5 } } } }, /^languages\.en\.scopes\.read must be a text/],
    [{ languages: { en: { scopes: [] } } }, 'languages.en.scopes must be a JSON object'],
    [
      { languages: { nl: { texts: {} } } },
      /^languages\.nl\.texts must have all texts of a new language; add consent\.title, /,
    ],
  ] as const)('%j is refused', (document, fault) => {
    const faults = faultsOfTexts(document);
    expect(faults).toContainEqual(typeof fault === 'string' ? fault : expect.stringMatching(fault));
  });
});

describe('the texts of pages', () => {
  it('are those of the package, with those of the operator over them', () => {
    const { languages, brand, fallback } = languagesOf(EXAMPLE, '/sign-in/logo');
    expect([...languages.keys()]).toEqual(['en', 'de', 'fr', 'es', 'ar']);
    expect(languages.get('en')?.texts['consent.allow']).toBe('Yes, allow');
    expect(languages.get('de')?.texts['consent.allow']).toBe('Erlauben');
    expect([brand.product, brand.logo, fallback]).toEqual(['Example Cloud', '/sign-in/logo', 'en']);
    expect(brand.style.css).toContain('--accent:#1d5fa8');
  });

  it('have the words of the fallback where a language has none', () => {
    const { languages } = languagesOf(EXAMPLE);
    expect(languages.get('de')?.words.scopes['tools:read']).toBe('Ihre Werkzeuge lesen');
    expect(languages.get('fr')?.words.scopes['tools:read']).toBe('Read your tools');
  });
});
