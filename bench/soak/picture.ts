import type { Sample } from './samples';

const WIDTH = 720;
const HEIGHT = 150;
const LEFT = 70;
const GAP = 44;
const MIB = 2 ** 20;
const COLOURS = ['#1f5fa8', '#c2571a'];

interface Line {
  readonly name: string;
  readonly of: (sample: Sample) => number;
}

/** The course of a soak: memory above, answer times below. */
export const picture = (samples: readonly Sample[]): string => {
  const charts = [
    chart(samples, 'MiB', [
      { name: 'resident memory', of: ({ rss }) => rss / MIB },
      { name: 'heap', of: ({ heap }) => heap / MIB },
    ]),
    chart(samples, 'ms', [
      { name: 'p99', of: ({ p99 }) => p99 },
      { name: 'p50', of: ({ p50 }) => p50 },
    ]),
  ];
  const step = HEIGHT + GAP;
  const placed = charts.map((one, at) => `<g transform="translate(${LEFT} ${at * step + GAP / 2})">${one}</g>`);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${LEFT + WIDTH + 20} ${charts.length * step}" ` +
    `font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="white"/>${placed.join('')}</svg>\n`
  );
};

const chart = (samples: readonly Sample[], unit: string, lines: readonly Line[]): string => {
  const end = samples.at(-1)?.at ?? 1;
  const top = Math.max(1, ...lines.flatMap(({ of }) => samples.map(of))) * 1.1;
  const at = (sample: Sample, value: number): string =>
    `${((sample.at / end) * WIDTH).toFixed(1)},${(HEIGHT * (1 - value / top)).toFixed(1)}`;
  return [
    `<path d="M0 0V${HEIGHT}H${WIDTH}" fill="none" stroke="#888"/>`,
    label(-6, 10, `${top.toFixed(0)} ${unit}`, 'end'),
    label(-6, HEIGHT, '0', 'end'),
    label(WIDTH, HEIGHT + 15, `${Math.round(end)} s`, 'end'),
    ...lines.flatMap(({ name, of }, index) => [
      `<polyline fill="none" stroke="${COLOURS[index] ?? ''}" points="${samples.map((one) => at(one, of(one))).join(' ')}"/>`,
      label(10 + index * 130, HEIGHT + 15, name, 'start', COLOURS[index]),
    ]),
  ].join('');
};

const label = (x: number, y: number, text: string, anchor: string, colour = '#444'): string =>
  `<text x="${x}" y="${y}" text-anchor="${anchor}" fill="${colour}">${text}</text>`;
