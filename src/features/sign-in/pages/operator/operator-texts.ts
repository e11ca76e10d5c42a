import { type Brand, type OperatorWords } from '../page-texts';
import { type Colour, DEFAULT_ACCENT, styleSheet } from '../stylesheet';
import { isTextName, LANGUAGES, type LanguageTexts, type TextName } from '../texts/languages';

/** The member of `languages` for one language, as the operator's file has it. */
export interface OperatorLanguage {
  readonly product?: string;
  readonly scopes?: Readonly<Record<string, string>>;
  readonly resources?: Readonly<Record<string, string>>;
  readonly texts?: Readonly<Partial<Record<TextName, string>>>;
}

/** The operator's file (`SIGN_IN_TEXTS`): all members may be absent. */
export interface OperatorDocument {
  readonly product?: string;
  /** The path of an image, from the folder of the file. */
  readonly logo?: string;
  readonly colours?: Colour;
  /** The language of people whose languages there are no texts for. */
  readonly language?: string;
  readonly languages?: Readonly<Record<string, OperatorLanguage>>;
}

/** What pages in one language are written with. */
export interface Language {
  readonly texts: LanguageTexts;
  readonly words: OperatorWords;
}

/** The brand and all languages, those of the operator over those of this package. */
export interface PageLanguages {
  readonly brand: Brand;
  readonly fallback: string;
  readonly languages: ReadonlyMap<string, Language>;
}

const FALLBACK = 'en';
const PRODUCT = 'Clientele';

/**
 * Joins a valid document with the texts of this package. Words that a language lacks are those of the fallback, because
 * the name of a scope says less.
 */
export const languagesOf = (document: OperatorDocument, logo?: string): PageLanguages => {
  const { product = PRODUCT, colours = DEFAULT_ACCENT, language: fallback = FALLBACK, languages = {} } = document;
  const tags = new Set([...Object.keys(LANGUAGES), ...Object.keys(languages)]);
  const ofFallback = languages[fallback];
  return {
    brand: { product, style: styleSheet(colours), ...(logo !== undefined && { logo }) },
    fallback,
    languages: new Map(
      [...tags].map((tag) => {
        const own = languages[tag];
        return [
          tag,
          {
            texts: { ...(LANGUAGES[tag] ?? LANGUAGES[FALLBACK]), ...own?.texts } as LanguageTexts,
            words: {
              ...(own?.product !== undefined && { product: own.product }),
              scopes: { ...ofFallback?.scopes, ...own?.scopes },
              resources: { ...ofFallback?.resources, ...own?.resources },
            },
          },
        ] as const;
      }),
    ),
  };
};

/** The texts that a language of the operator's own lacks. */
export const missingTexts = (tag: string, texts: OperatorLanguage['texts'] = {}): readonly TextName[] =>
  Object.hasOwn(LANGUAGES, tag)
    ? []
    : Object.keys(LANGUAGES[FALLBACK] ?? {})
        .filter(isTextName)
        .filter((name) => texts[name] === undefined);
