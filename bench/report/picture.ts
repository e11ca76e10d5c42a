import type { Results } from '../run/results';
import { OURS } from '../targets/clientele';
import { type Summary, summariesOf } from './summary';
import { number } from './table';

const WIDTH = 860;
const LABELS = 250;
const VALUES = 150;
const ROW = 24;
const BAR = 16;
const TITLE = 44;
const HEAD = 56;
const OUR_COLOUR = '#1f6f54';
const OTHER_COLOUR = '#9aa5b1';

/** The requests per second of every target as a bar, per scenario, with the ratio to ours on SQLite beside it. */
export const picture = (results: Results): string => {
  const sections = results.scenarios.map((scenario) => ({ title: scenario.title, rows: summariesOf(scenario) }));
  const height = HEAD + sections.reduce((sum, { rows }) => sum + TITLE + rows.length * ROW, 0) + ROW;
  let top = HEAD;
  const parts = sections.map(({ title, rows }) => {
    const drawn = section(title, rows, top);
    top += TITLE + rows.length * ROW;
    return drawn;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="Helvetica, Arial, sans-serif" font-size="13" fill="#1c2733">`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    text(20, 28, 'Requests per second, relative to Clientele on SQLite', 'font-size="17" font-weight="bold"'),
    text(20, 47, escape(`${results.machine.cpu}, ${results.machine.cores} cores, Node ${results.machine.node}`), MUTED),
    ...parts,
    '</svg>',
    '',
  ].join('\n');
};

const MUTED = 'fill="#5b6875" font-size="12"';

const section = (title: string, rows: readonly Summary[], top: number): string => {
  const longest = Math.max(...rows.map(({ perSecond }) => perSecond), 1);
  return [
    text(20, top + 30, escape(title), 'font-weight="bold"'),
    ...rows.map((row, index) => bar(row, top + TITLE + index * ROW, longest)),
  ].join('\n');
};

const bar = (row: Summary, top: number, longest: number): string => {
  const length = Math.max(1, Math.round((row.perSecond / longest) * (WIDTH - LABELS - VALUES)));
  const middle = top + BAR - 3;
  const isOurs = row.label.startsWith('Clientele');
  return [
    text(LABELS - 10, middle, escape(row.label), `text-anchor="end"${isOurs ? ' font-weight="bold"' : ''}`),
    row.perSecond === 0
      ? text(LABELS, middle, 'failed', MUTED)
      : `<rect x="${LABELS}" y="${top}" width="${length}" height="${BAR}" fill="${isOurs ? OUR_COLOUR : OTHER_COLOUR}"/>` +
        text(LABELS + length + 8, middle, valueOf(row), ''),
  ].join('\n');
};

const valueOf = ({ target, ratio, perSecond }: Summary): string =>
  `${ratio === undefined || target === OURS ? '' : `${ratio.toFixed(2)} x, `}${number(perSecond)}/s`;

const text = (x: number, y: number, content: string, attributes: string): string =>
  `<text x="${x}" y="${y}" ${attributes}>${content}</text>`;

const escape = (content: string): string =>
  content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
