import ar from './ar.json';
import de from './de.json';
import en from './en.json';
import es from './es.json';
import fr from './fr.json';

/** The name of a sentence or a label of the pages. */
export type TextName = keyof typeof en;

/** All texts of one language. `{name}` is a place where a value stands. */
export type LanguageTexts = Readonly<Record<TextName, string>>;

/** The languages of this package, by their tags (BCP 47). English is the one that pages fall back to. */
export const LANGUAGES: Readonly<Record<string, LanguageTexts>> = { en, de, fr, es, ar };

export const TEXT_NAMES = Object.keys(en) as readonly TextName[];

const PLACE = /\{([a-z]+)\}/g;

/** The places of a text, sorted by name, each once. */
export const placesOf = (text: string): readonly string[] =>
  [...new Set(Array.from(text.matchAll(PLACE), ([, name = '']) => name))].sort();

/** The text in pieces: every second one is the name of a place. */
export const piecesOf = (text: string): readonly string[] => text.split(PLACE);

export const isTextName = (name: string): name is TextName => Object.hasOwn(en, name);

/** The text of the English file, which says the places that a translation has. */
export const englishText = (name: TextName): string => en[name];
