import { englishText, LANGUAGES, placesOf, TEXT_NAMES } from './languages';

describe.each(Object.entries(LANGUAGES))('the texts in %s', (_tag, texts) => {
  it('are the same as those of the other languages, in the same order', () => {
    expect(Object.keys(texts)).toEqual(TEXT_NAMES);
  });

  it.each(TEXT_NAMES)('%s has words, and the places of the English text', (name) => {
    expect(texts[name].trim()).not.toBe('');
    expect(placesOf(texts[name])).toEqual(placesOf(englishText(name)));
  });

  it('have no markup', () => {
    expect(Object.values(texts).filter((text) => /[<>&]/.test(text))).toEqual([]);
  });
});
