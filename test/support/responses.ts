import type { Shown } from './browser';

const ISSUER = 'http://localhost:3000';

/** The heading of a page. */
export const headingOf = ({ text }: Pick<Shown, 'text'>): string =>
  (/<h1[^>]*>(.*?)<\/h1>/s.exec(text)?.[1] ?? '').replaceAll(/<[^>]*>/g, '').trim();

/** The address to which the link of a page of an error leads. */
export const linkOf = ({ text }: Pick<Shown, 'text'>): URL | undefined => {
  const link = /<a class="button[^"]*" href="([^"]*)"/.exec(text)?.[1];
  return link === undefined ? undefined : new URL(link.replaceAll('&amp;', '&').replaceAll('&#39;', "'"));
};

/** Expects a page of our own that leads nowhere, with this heading. */
export const expectPage = (shown: Shown, heading: string | RegExp, status = 400): void => {
  expect(headingOf(shown)).toMatch(heading);
  expect(shown.status).toBe(status);
  expect(shown.headers.get('location')).toBeNull();
  expect(shown.headers.get('cache-control')).toBe('no-store');
  expect(shown.headers.get('referrer-policy')).toBe('no-referrer');
  expect(shown.headers.get('x-frame-options')).toBe('DENY');
};

/** Expects a response with an error, at a redirect or in the link of a page: no code, the state, the issuer. */
export const expectError = (
  location: URL | undefined,
  error: string,
  { state = 'the state', at = 'https://app.example/cb' }: { state?: string | null; at?: string } = {},
): void => {
  if (!location) throw new Error('there is no redirect');
  const { searchParams, href } = location;
  expect(href.startsWith(`${at}?`)).toBe(true);
  expect(Object.fromEntries(searchParams)).toEqual({
    error,
    error_description: expect.stringMatching(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/) as string,
    iss: ISSUER,
    ...(state !== null && { state }),
  });
  expect(searchParams.size).toBe(state === null ? 3 : 4);
};

/** The code of a response, which has one `code`, the `state`, and `iss`. */
export const codeOf = (
  location: URL | undefined,
  { state = 'the state', at = 'https://app.example/cb' }: { state?: string | null; at?: string } = {},
): string => {
  if (!location) throw new Error('there is no redirect');
  expect(location.href.startsWith(`${at}?`)).toBe(true);
  const code = location.searchParams.get('code') ?? '';
  const expected = [['code', code], ...(state === null ? [] : [['state', state]]), ['iss', ISSUER]];
  expect(
    [...location.searchParams].filter(([name]) => ['code', 'error', 'iss', 'state'].includes(name)).sort(),
  ).toEqual(expected.sort());
  expect(code).not.toBe('');
  return code;
};
