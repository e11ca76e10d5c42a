import { html, type Html } from '../html';
import { code, isolated, type PageTexts } from '../page-texts';

/** A resource that an application uses. */
export interface ResourceView {
  readonly identifier: string;
  /** The name of `RESOURCES`; that of `SIGN_IN_TEXTS` comes first, because it is in the language of the page. */
  readonly name?: string;
}

/** A resource by its name and its address. */
export const resourceOf = (texts: PageTexts, { identifier, name: named }: ResourceView): Html => {
  const name = texts.resource(identifier) ?? named;
  return name === undefined
    ? code(identifier)
    : html`<span class="name">${isolated(name)}</span><span class="small">${code(identifier)}</span>`;
};
