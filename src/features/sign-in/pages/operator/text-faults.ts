import { isObject } from '../../../../core/json/json';
import { hasNoControls, hasNoDirectionControls } from '../../../../core/metadata/kinds/text-safety';
import { CARDS, contrastOf } from '../stylesheet';
import { englishText, isTextName, LANGUAGES, placesOf } from '../texts/languages';
import { missingTexts } from './operator-texts';

const MOST_CHARACTERS = 2000;
const LEAST_CONTRAST = 4.5;

type Check = (value: unknown, path: string) => readonly string[];

/** A sentence for each fault of the operator's file; none if it is an `OperatorDocument`. */
export const faultsOfTexts = (document: unknown): readonly string[] => [
  ...membersOf({ product: text, logo: text, colours, language: tag, languages })(document, ''),
  ...fallbackFaults(document),
];

const text: Check = (value, path) =>
  typeof value === 'string' &&
  value.trim() !== '' &&
  value.length <= MOST_CHARACTERS &&
  hasNoControls(value) &&
  hasNoDirectionControls(value)
    ? []
    : [`${path} must be a text of 1 to ${MOST_CHARACTERS} characters without controls`];

const tag: Check = (value, path) =>
  typeof value === 'string' && isTag(value)
    ? []
    : [`${path} must be the tag of a language; use one such as en or pt-BR`];

const isTag = (value: string): boolean => {
  try {
    return Intl.getCanonicalLocales(value)[0] === value;
  } catch {
    return false;
  }
};

/** An object with these members alone, all of which may be absent. */
const membersOf =
  (members: Readonly<Record<string, Check>>): Check =>
  (value, path) => {
    if (!isObject(value)) return [`${path === '' ? 'the file' : path} must be a JSON object`];
    return Object.entries(value).flatMap(([name, member]) => {
      const check = Object.hasOwn(members, name) ? members[name] : undefined;
      const inside = path === '' ? name : `${path}.${name}`;
      return check ? check(member, inside) : [`${inside} is unknown; use ${Object.keys(members).join(', ')}`];
    });
  };

/** An object whose names are free. */
const eachOf =
  (check: (value: unknown, path: string, name: string) => readonly string[]): Check =>
  (value, path) =>
    isObject(value)
      ? Object.entries(value).flatMap(([name, member]) => check(member, `${path}.${name}`, name))
      : [`${path} must be a JSON object`];

const colour =
  (card: string, remedy: string): Check =>
  (value, path) => {
    if (typeof value !== 'string' || !/^#[\da-f]{6}$/i.test(value)) return [`${path} must be a colour such as #1d5fa8`];
    return contrastOf(value, card) >= LEAST_CONTRAST
      ? []
      : [
          `${path} must have a contrast of ${LEAST_CONTRAST} to the page, so that it can be read; use a ${remedy} colour`,
        ];
  };

const colours: Check = (value, path) => [
  ...membersOf({ light: colour(CARDS.light, 'darker'), dark: colour(CARDS.dark, 'lighter') })(value, path),
  ...(isObject(value) && (value['light'] === undefined || value['dark'] === undefined)
    ? [`${path} must have both light and dark`]
    : []),
];

const language = membersOf({
  product: text,
  scopes: eachOf(text),
  resources: eachOf(text),
  texts: eachOf((value, path, name) => {
    if (!isTextName(name)) return [`${path} is unknown; use the names of the files that docs/SIGN-IN-PAGES.md names`];
    if (typeof value !== 'string') return [`${path} must be a text`];
    const unknown = placesOf(value).filter((place) => !placesOf(englishText(name)).includes(place));
    const missing = placesOf(englishText(name)).filter((place) => !placesOf(value).includes(place));
    return [
      ...text(value, path),
      ...unknown.map((place) => `${path} must not contain {${place}}, which has no value there`),
      ...missing.map((place) => `${path} must contain {${place}}`),
    ];
  }),
});

const languages = eachOf((value, path, name) => {
  if (!isTag(name)) return [`${path} must be the tag of a language; use one such as en or pt-BR`];
  const { texts } = isObject(value) ? value : {};
  const missing = missingTexts(name, isObject(texts) ? texts : {});
  return [
    ...language(value, path),
    ...(missing.length > 0 ? [`${path}.texts must have all texts of a new language; add ${missing.join(', ')}`] : []),
  ];
});

const fallbackFaults: (document: unknown) => readonly string[] = (document) => {
  if (!isObject(document) || typeof document['language'] !== 'string') return [];
  const added = isObject(document['languages']) ? Object.keys(document['languages']) : [];
  const known = [...new Set([...Object.keys(LANGUAGES), ...added])];
  return known.includes(document['language']) ? [] : [`language must be one of ${known.join(', ')}`];
};
