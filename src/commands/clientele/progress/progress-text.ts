/** How far work is. */
export interface ProgressState {
  /** What is counted, in the plural: `clients`. */
  readonly label: string;
  readonly done: number;
  /** How many there are; absent if nobody knows. */
  readonly total: number | undefined;
  /** How many are done in a second, on average. */
  readonly rate: number;
}

const NUMBER = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** How far work is, in one line: `clients: 500 of 2,000 (25 %), 100 per second, 15 s left`. */
export const progressText = (state: ProgressState): string =>
  [`${state.label}: ${countOf(state)}`, `${NUMBER.format(state.rate)} per second`, ...timeLeft(state)].join(', ');

const countOf = ({ done, total }: ProgressState): string => {
  if (total === undefined) return NUMBER.format(done);
  const percent = total === 0 ? 100 : Math.floor((100 * done) / total);
  return `${NUMBER.format(done)} of ${NUMBER.format(total)} (${percent} %)`;
};

const timeLeft = ({ done, total, rate }: ProgressState): readonly string[] =>
  total === undefined || rate <= 0 ? [] : [`${durationText(Math.ceil(Math.max(0, total - done) / rate))} left`];

/** Seconds in their two largest units: `12 s`, `3 min 20 s`, `2 h 5 min`. */
const durationText = (seconds: number): string => {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${seconds % 60} s`
    : `${NUMBER.format(Math.floor(minutes / 60))} h ${minutes % 60} min`;
};
