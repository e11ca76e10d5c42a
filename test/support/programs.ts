import { join } from 'node:path';

/** The compiled file of a program; `name` is its path in this package without the extension. */
export const programFile = (name: string): string => join(process.env['TEST_PROGRAMS'] ?? '', `${name}.js`);

/** The options of Node for a program: in a run of all tests it loads modules as they were recorded. */
export const nodeOptions = (): readonly string[] => {
  const preload = process.env['TEST_PRELOAD'];
  return preload === undefined ? [] : ['--require', preload];
};
