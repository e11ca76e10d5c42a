import { METADATA_ROWS } from '../../../core/metadata/metadata-table';
import { type SourceMembers, to } from './source-member';

/** The members of client metadata that a client may register here: they have the same names in other servers. */
export const STANDARD_MEMBERS: SourceMembers = Object.fromEntries(
  METADATA_ROWS.filter(({ issued }) => issued === undefined).map(({ name }) => [name, to(name)]),
);
