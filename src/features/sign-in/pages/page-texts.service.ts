import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Injectable } from '@nestjs/common';
import { parseJson } from '../../../core/json/json';
import { StartFailure } from '../../../platform/config/start-failure';
import { type Logo, logoOf, MOST_OCTETS_OF_LOGO } from './operator/logo';
import { languagesOf, type OperatorDocument, type PageLanguages } from './operator/operator-texts';
import { faultsOfTexts } from './operator/text-faults';
import { PageTexts } from './page-texts';
import { PageTextsOptions } from './page-texts-options';
import { preferredLanguage } from './texts/preferred-language';

/** The texts of the pages: those of this package, and over them those of the operator (`SIGN_IN_TEXTS`). */
@Injectable()
export class PageTextsService {
  /** The operator's logo, if there is one. */
  readonly logo: Logo | undefined;
  private readonly languages: PageLanguages;
  private readonly texts = new Map<string, PageTexts>();

  /** Reads the operator's file. Throws {@link StartFailure} with all its faults. */
  constructor({ file, logoAddress }: PageTextsOptions) {
    const document = file === '' ? {} : readDocument(file);
    this.logo = document.logo === undefined ? undefined : readLogo(resolve(dirname(file), document.logo));
    this.languages = languagesOf(document, this.logo && logoAddress);
  }

  /**
   * The texts for a request: in the first language of `ui_locales` (OpenID Connect Core 1.0 section 3.1.2.1) that there
   * is, then of the header `Accept-Language`, then in the operator's.
   */
  textsFor(acceptLanguage: string | undefined, ui_locales?: string): PageTexts {
    const { fallback, languages, brand } = this.languages;
    const tag = preferredLanguage([...languages.keys()], fallback, { ui_locales, acceptLanguage });
    const known = this.texts.get(tag);
    if (known) return known;
    const language = languages.get(tag);
    if (!language) throw new Error(`there are no texts in ${tag}`);
    const made = new PageTexts(tag, language.texts, language.words, brand);
    this.texts.set(tag, made);
    return made;
  }
}

const readDocument = (file: string): OperatorDocument => {
  const document = parseJson(read('SIGN_IN_TEXTS', file).toString('utf8'));
  if (document === undefined) throw new StartFailure('SIGN_IN_TEXTS must be a file of JSON');
  const faults = faultsOfTexts(document);
  if (faults.length > 0) throw new StartFailure(faults.map((fault) => `SIGN_IN_TEXTS: ${fault}`).join('\n'));
  return document as OperatorDocument;
};

const readLogo = (file: string): Logo => {
  const logo = logoOf(read('SIGN_IN_TEXTS: logo', file));
  if (!logo)
    throw new StartFailure(
      `SIGN_IN_TEXTS: logo must be a PNG, JPEG, WebP or SVG image of at most ${MOST_OCTETS_OF_LOGO} octets`,
    );
  return logo;
};

const read = (what: string, file: string): Buffer => {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new StartFailure(`${what} must be a readable file: ${(cause as Error).message}`, { cause });
  }
};
