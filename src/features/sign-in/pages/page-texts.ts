import { html, type Html, type HtmlValue } from './html';
import type { StyleSheet } from './stylesheet';
import { type LanguageTexts, piecesOf, type TextName } from './texts/languages';

/** What the operator's pages have in common, in any language. */
export interface Brand {
  readonly product: string;
  /** The address of the operator's logo, on our own origin. */
  readonly logo?: string;
  readonly style: StyleSheet;
}

/** The operator's words for scopes and resources, in one language. */
export interface OperatorWords {
  readonly product?: string;
  readonly scopes: Readonly<Record<string, string>>;
  readonly resources: Readonly<Record<string, string>>;
}

/** The languages, by their first part, that are written from right to left. */
const RIGHT_TO_LEFT = new Set(['ar', 'ckb', 'dv', 'fa', 'he', 'ps', 'sd', 'ug', 'ur', 'yi']);

/** A unit of time with its seconds. */
type Unit = readonly [name: 'year' | 'month' | 'day' | 'hour' | 'minute', seconds: number];

const MINUTE: Unit = ['minute', 60];
/** A period is promised to the day, so it has no months. */
const PERIODS: readonly Unit[] = [['year', 365 * 86_400], ['day', 86_400], ['hour', 3600], MINUTE];
const UNITS: readonly Unit[] = [['year', 365 * 86_400], ['month', 30 * 86_400], ...PERIODS.slice(1)];

/** What a page is written with: the texts of one language, the words of the operator, and how it looks. */
export class PageTexts {
  readonly direction: 'ltr' | 'rtl';

  /** Takes the tag of a language (BCP 47) that `Intl` knows. */
  constructor(
    readonly language: string,
    private readonly texts: LanguageTexts,
    private readonly words: OperatorWords,
    readonly brand: Brand,
  ) {
    this.direction = RIGHT_TO_LEFT.has(language.toLowerCase().replace(/-.*$/s, '')) ? 'rtl' : 'ltr';
  }

  /** The name of the operator's product. */
  get product(): string {
    return this.words.product ?? this.brand.product;
  }

  /** A text with its values. Throws an `Error` for a place without a value, which is a fault of a page. */
  text(name: TextName, values: Readonly<Record<string, HtmlValue>> = {}): Html {
    const all: Readonly<Record<string, HtmlValue>> = { product: isolated(this.product), ...values };
    const pieces = piecesOf(this.texts[name]).map((piece, index) => {
      if (index % 2 === 0) return html`${piece}`;
      if (!Object.hasOwn(all, piece)) throw new Error(`the text ${name} has no value for ${piece}`);
      return html`${all[piece]}`;
    });
    return html`${pieces}`;
  }

  /** The operator's words for a scope. */
  scope(name: string): string | undefined {
    return ownOf(this.words.scopes, name);
  }

  /** The operator's name of a resource. */
  resource(identifier: string): string | undefined {
    return ownOf(this.words.resources, identifier);
  }

  /** How long ago something was, such as `2 minutes ago`. */
  ago(moment: Date, now: Date): string {
    const seconds = Math.max(0, (now.getTime() - moment.getTime()) / 1000);
    const [unit, size] = unitOf(seconds, UNITS);
    return new Intl.RelativeTimeFormat(this.language, { numeric: 'auto' }).format(-Math.floor(seconds / size), unit);
  }

  /** A period, such as `90 days`. */
  duration(seconds: number): string {
    const [unit, size] = unitOf(seconds, PERIODS);
    return new Intl.NumberFormat(this.language, { style: 'unit', unit, unitDisplay: 'long' }).format(
      Math.max(1, Math.round(seconds / size)),
    );
  }

  /** A day in UTC, such as `Nov 26, 2026`. */
  day(moment: Date): string {
    return new Intl.DateTimeFormat(this.language, { dateStyle: 'medium', timeZone: 'UTC' }).format(moment);
  }
}

/** A value of any direction of writing, which moves nothing beside it. */
export const isolated = (value: HtmlValue): Html => html`<bdi>${value}</bdi>`;

/** An identifier, a host or an address, which is written from left to right in every language. */
export const code = (value: string): Html => html`<bdi class="code" dir="ltr">${value}</bdi>`;

/** The greatest unit of which there are two, or one exactly. */
const unitOf = (seconds: number, units: readonly Unit[]): Unit =>
  units.find(([, size]) => seconds >= 2 * size || seconds === size) ?? MINUTE;

const ownOf = (words: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.hasOwn(words, name) ? words[name] : undefined;
