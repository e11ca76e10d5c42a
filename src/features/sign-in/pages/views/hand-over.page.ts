import { html } from '../html';
import { heading, type PageAnswer, pageOf } from '../page-answer';
import type { PageTexts } from '../page-texts';
import { checkedLocation } from '../checked-location';

/** Where the user goes back to: an application on this device, or a program on this computer. */
export interface HandOverView {
  readonly location: string;
}

/**
 * The page that stays after the answer went to an application on this device (RFC 8252 section 7): a browser shows
 * nothing for an address with a scheme of an application, so the user would see an endless blank. It goes on by itself,
 * and by a link.
 */
export const handOverPage = (texts: PageTexts, { location }: HandOverView): PageAnswer => {
  const address = checkedLocation(location);
  return pageOf(texts, {
    title: texts.text('hand_over.title'),
    goesOnTo: address,
    body: html`${heading(texts.text('hand_over.heading'))}
      <p>${texts.text('hand_over.text')}</p>
      <p class="choices">
        <a class="button main" href="${address}" rel="noreferrer">${texts.text('hand_over.link')}</a>
      </p>
      <p class="small">${texts.text('hand_over.close')}</p>`,
  });
};
