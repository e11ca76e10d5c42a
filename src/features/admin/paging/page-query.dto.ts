import { rule } from '../../../core/validation/rule.decorator';
import { FormParameter } from '../../../platform/http/form-parameter.decorator';

const MOST_ITEMS = 200;
const DEFAULT_ITEMS = 50;
const MOST_CHARACTERS = 255;

/** Whether a text can be an identifier: the databases compare nothing else with theirs. */
export const isIdentifier = (text: string, most = MOST_CHARACTERS): boolean =>
  text.length <= most && /^[\x20-\x7e]+$/.test(text);

const MOST_OF_CURSOR = 2048;

const isCursor = (text: string): boolean => text.length <= MOST_OF_CURSOR && /^[\x20-\x7e]*$/.test(text);

/** The rule of a parameter that names a client or another thing by its identifier. */
export const identifier = (most = MOST_CHARACTERS): PropertyDecorator =>
  rule<string>(`be at most ${most} printable ASCII characters`, (text) => isIdentifier(text, most), {
    remedy: 'use an identifier of a list',
  });

/** The parameters of every list. */
export class PageQuery {
  @FormParameter(`How many items the page may have; ${DEFAULT_ITEMS} if it is left out.`, {
    transform: (text) => (/^\d{1,9}$/.test(text) ? Number(text) : text),
    rules: [
      rule<number | string>(
        `be a whole number from 1 to ${MOST_ITEMS}`,
        (value) => typeof value === 'number' && value >= 1 && value <= MOST_ITEMS,
        { remedy: `use ${DEFAULT_ITEMS}` },
      ),
    ],
    schema: { type: 'integer', minimum: 1, maximum: MOST_ITEMS, default: DEFAULT_ITEMS },
  })
  readonly limit: number = DEFAULT_ITEMS;

  @FormParameter('Where the page before ended, as the Link header has it.', {
    rules: [
      rule<string>(`be at most ${MOST_OF_CURSOR} printable ASCII characters`, isCursor, {
        remedy: 'follow the Link header',
      }),
    ],
  })
  readonly after: string = '';
}
