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
