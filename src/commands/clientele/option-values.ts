import { isDayOrMoment } from '../../core/moment';
import { WrongCall } from './exit-codes';

/** The value of an option that has a closed list of them. Throws {@link WrongCall} for another text. */
export const oneOf = <Value extends string>(option: string, values: readonly Value[], text: string): Value => {
  const value = values.find((one) => one === text);
  if (value === undefined) throw new WrongCall(`${option} must be one of ${values.join(', ')}; use one of them`);
  return value;
};

/** The value of an option that is a whole number within bounds. Throws {@link WrongCall} for another text. */
export const wholeNumber = (option: string, [least, most]: readonly [number, number], text: string): number => {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && number <= most) return number;
  throw new WrongCall(
    `${option} must be a whole number from ${least} to ${most}; write ${option} ${Math.max(least, 10)}`,
  );
};

/** The text of an option, which is not empty. Throws {@link WrongCall} if it is. */
export const givenText = (option: string, text: string): string => {
  if (text !== '') return text;
  throw new WrongCall(`${option} must not be empty; leave it out for all of them`);
};

/** The value of an option that is a moment. Throws {@link WrongCall} for another text. */
export const momentOf = (option: string, text: string): Date => {
  if (isDayOrMoment(text)) return new Date(text);
  throw new WrongCall(`${option} must be a day or a moment; write 2026-01-31 or 2026-01-31T12:00:00Z`);
};
