import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { ROOT } from '../support/paths';

const PROGRAM = join(ROOT, 'dist', 'commands', 'clientele.js');
/**
 * Writes the peak of the resident memory of the program, in KiB, as its last line on standard error. `maxRSS` would include
 * that of the process which starts it (Linux), so it is taken where there is no /proc only.
 */
const PROBE = `data:text/javascript,${encodeURIComponent(`
  import { existsSync, readFileSync } from 'node:fs';
  const status = '/proc/self/status';
  const peak = () => existsSync(status)
    ? /VmHWM:\\s+(\\d+)/.exec(readFileSync(status, 'utf8'))[1]
    : process.resourceUsage().maxRSS;
  process.on('exit', () => process.stderr.write('\\npeak ' + peak() + '\\n'));
`)}`;

/** What a run of a command took. */
export interface CommandCost {
  readonly ms: number;
  readonly peakMib: number;
}

/** Runs the built `clientele` with these variables. Throws with what it wrote if it fails. */
export const runCommand = (words: readonly string[], environment: Readonly<Record<string, string>>): CommandCost => {
  const began = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', PROBE, PROGRAM, ...words], {
    env: { PATH: process.env['PATH'], ...environment },
    encoding: 'utf8',
  });
  const ms = performance.now() - began;
  const peak = /\npeak (\d+)\n$/.exec(stderr)?.[1];
  if (status !== 0 || peak === undefined) throw new Error(`clientele ${words.join(' ')} failed: ${stdout}${stderr}`);
  return { ms, peakMib: Number(peak) / 1024 };
};
