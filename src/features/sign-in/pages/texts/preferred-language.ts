const MOST_RANGES = 20;

/** The language ranges of `Accept-Language`, the most preferred first (RFC 9110 section 12.5.4). Refused ones are left out. */
const rangesOf = (header: string): readonly string[] =>
  header
    .split(',', MOST_RANGES)
    .map((part) => {
      const [range = '', ...parameters] = part.split(';').map((word) => word.trim());
      const quality = parameters.find((parameter) => /^q=/i.test(parameter))?.slice(2) ?? '1';
      return { range, quality: Number(quality) || 0 };
    })
    .filter(({ quality }) => quality > 0)
    .sort((one, other) => other.quality - one.quality)
    .map(({ range }) => range);

/** The first of the languages that a range matches, by removing its last part until it does (RFC 4647 section 3.4). */
const lookedUp = (range: string, languages: readonly string[]): string | undefined => {
  for (let rest = range.toLowerCase(); rest !== ''; rest = rest.slice(0, Math.max(0, rest.lastIndexOf('-')))) {
    const found = languages.find((language) => language.toLowerCase() === rest);
    if (found !== undefined) return found;
  }
  return undefined;
};

/**
 * The language of a page: the first of `ui_locales` (OpenID Connect Core 1.0 section 3.1.2.1) that there is, then of
 * `Accept-Language`, then the fallback.
 */
export const preferredLanguage = (
  languages: readonly string[],
  fallback: string,
  wishes: { readonly ui_locales?: string | undefined; readonly acceptLanguage?: string | undefined },
): string => {
  const ranges = [...(wishes.ui_locales ?? '').split(' ', MOST_RANGES), ...rangesOf(wishes.acceptLanguage ?? '')];
  for (const range of ranges) {
    const found = lookedUp(range, languages);
    if (found !== undefined) return found;
  }
  return fallback;
};
