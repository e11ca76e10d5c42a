import type { IncomingHttpHeaders } from 'node:http';

const LEAST_SECONDS = 60;
const DEFAULT_SECONDS = 3600;
const MOST_SECONDS = 86_400;

/**
 * For how many seconds a document is used without another request: what its host permits to shared caches (RFC 9111
 * section 4.2.1), from one minute to one day, and an hour if it says nothing.
 */
export const freshSeconds = ({ 'cache-control': header }: Pick<IncomingHttpHeaders, 'cache-control'>): number => {
  const directives = (header ?? '')
    .toLowerCase()
    .split(',')
    .map((directive) => directive.trim());
  if (directives.some((directive) => /^(no-store|no-cache|private)\b/.test(directive))) return LEAST_SECONDS;
  const seconds = secondsOf(directives, 's-maxage') ?? secondsOf(directives, 'max-age') ?? DEFAULT_SECONDS;
  return Math.min(Math.max(seconds, LEAST_SECONDS), MOST_SECONDS);
};

const secondsOf = (directives: readonly string[], name: string): number | undefined => {
  const value = directives.find((directive) => directive.startsWith(`${name}=`))?.slice(name.length + 1);
  return value !== undefined && /^"?\d+"?$/.test(value) ? Number(value.replaceAll('"', '')) : undefined;
};
