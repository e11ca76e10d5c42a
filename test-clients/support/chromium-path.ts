import { existsSync } from 'node:fs';

/** Where distributions install Chromium or Chrome. */
const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * The variables by which a process finds a Chromium: that of the variable CHROMIUM, one of this machine, or that of
 * `@sparticuz/chromium`, which is unpacked into `folder` with the libraries that it needs.
 */
export const chromiumPath = async (folder: string): Promise<Readonly<Record<string, string>>> => {
  const found = process.env['CHROMIUM'] ?? INSTALLED.find((path) => existsSync(path));
  if (found !== undefined) return { CHROMIUM: found };
  process.env['TMPDIR'] = folder;
  process.env['AWS_EXECUTION_ENV'] = 'AWS_Lambda_nodejs20.x'; // it brings libraries only where it expects that there are none
  const { default: chromium } = await import('@sparticuz/chromium');
  return { CHROMIUM: await chromium.executablePath(), LD_LIBRARY_PATH: process.env['LD_LIBRARY_PATH'] ?? '' };
};
