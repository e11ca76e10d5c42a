import { WriteStream } from 'node:tty';
import { styleText } from 'node:util';
import { isColourForced } from '../../../platform/config/terminal-variables';

type Style = Parameters<typeof styleText>[0];

/** A text in a style, or as it is. */
export type Paint = (style: Style, text: string) => string;

const LEAST_DEPTH = 4; // bits: sixteen colours

/** Colours a stream if it is a terminal with colours. `NO_COLOR` and `FORCE_COLOR` are honoured. */
export const paintFor = (stream: NodeJS.WriteStream): Paint => {
  const isColoured = (stream.isTTY || isColourForced()) && WriteStream.prototype.getColorDepth() >= LEAST_DEPTH;
  return isColoured ? (style, text) => styleText(style, text) : (_style, text) => text;
};

/** The colours of states, in the columns that have one of these names. */
const STATE_COLUMNS = ['state', 'status', 'result'];
const STATE_STYLES: Readonly<Record<string, Style>> = {
  active: 'green',
  valid: 'green',
  signs: 'green',
  pending: 'yellow',
  paused: 'yellow',
  faulty: 'red',
  rejected: 'red',
  disabled: 'red',
  revoked: 'red',
  expired: 'red',
};

/** The style of a cell in a column; nothing for a plain one. */
export const styleOfCell = (column: string, text: string): Style | undefined =>
  STATE_COLUMNS.includes(column) ? STATE_STYLES[text] : undefined;
