/** A line of a page as a shell reads it: its words without the quotes, and the file that gets what it prints. */
export interface ShellLine {
  readonly words: readonly string[];
  readonly output: string | undefined;
}

/** Reads a line with words, quotes and at most one redirection, which is all that the examples of commands have. */
export const shellLine = (line: string): ShellLine => {
  const [command = '', output] = line.split(' > ');
  const quoted = command.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g);
  return { words: [...quoted].map(([word]) => word.replace(/["']/g, '')), output: output?.trim() };
};
