const ERASE = '\r\u001b[K';

let isDrawn = false;

/** Draws a line on the terminal of standard error in place of the one before. It is cut off at the width of the terminal. */
export const drawLine = (text: string): void => {
  const columns = process.stderr.columns || 80;
  process.stderr.write(`${ERASE}${text.slice(0, columns - 1)}`);
  isDrawn = true;
};

/** Erases the line of progress, if one is there. All other output calls it first. */
export const eraseLine = (): void => {
  if (isDrawn) process.stderr.write(ERASE);
  isDrawn = false;
};
