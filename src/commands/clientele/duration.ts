import { WrongCall } from './exit-codes';

const DURATION = /^([1-9]\d{0,5})([smhd])$/;
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** The seconds of a duration such as `7d` or `12h`. Throws {@link WrongCall} for another text; `option` is for its sentence. */
export const secondsOf = (option: string, text: string): number => {
  const [, count, unit = ''] = DURATION.exec(text) ?? [];
  const seconds = Number(count) * (SECONDS[unit] ?? Number.NaN);
  if (Number.isNaN(seconds))
    throw new WrongCall(`${option} must be a number and a unit (s, m, h or d); write 7d for seven days`);
  return seconds;
};
