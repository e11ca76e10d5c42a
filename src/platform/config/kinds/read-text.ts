/** Returns the value if the condition holds, otherwise `undefined`. */
export const when = <Value>(value: Value, holds: boolean): Value | undefined => (holds ? value : undefined);

/** The words of a text that are separated by spaces or commas. */
export const split = (value: string): string[] => value.split(/[\s,]+/).filter(Boolean);
