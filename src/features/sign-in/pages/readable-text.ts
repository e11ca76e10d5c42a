/** Controls, separators of lines, marks and overrides of direction, spaces without width, tags, unpaired surrogates. */
const UNREADABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0\u2800]|\u034f/gu;
const COMBINING = /(\p{M}{2})\p{M}+/gu;
const MOST_CHARACTERS = 80;

/**
 * A text of somebody else as a page may show it: without characters that are invisible or change the direction of what
 * stands beside them (Unicode Technical Report 36), without towers of accents, on one line, and at most 80 characters.
 */
export const readableText = (text: string): string => {
  const characters = [
    ...text.normalize('NFC').replace(UNREADABLE, '').replace(COMBINING, '$1').replace(/\s+/g, ' ').trim(),
  ];
  return characters.length > MOST_CHARACTERS
    ? `${characters
        .slice(0, MOST_CHARACTERS - 1)
        .join('')
        .trimEnd()}…`
    : characters.join('');
};
