import { mergePatch } from '../json/merge-patch';
import { METADATA_ROWS } from './metadata-table';

type Values = Readonly<Record<string, unknown>>;

const TWINS: readonly (readonly [name: string, twin: string])[] = METADATA_ROWS.flatMap(({ name, sameAs }) =>
  sameAs === undefined ? [] : [[name, sameAs] as const],
);

/**
 * Client metadata after a merge patch (RFC 7396 section 2). A patch that has one of the two names of a member replaces the
 * value under both.
 */
export const patchedMetadata = (metadata: Values, patch: Values): Values => {
  const replaced = TWINS.filter(([name, twin]) => name in patch !== twin in patch).flat();
  const own = Object.entries(metadata).filter(([name]) => !replaced.includes(name));
  return mergePatch(Object.fromEntries(own), patch) as Values;
};
