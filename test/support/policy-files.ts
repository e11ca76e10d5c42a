import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepTrack } from './close-leftovers';

type Members = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A document of policies in a file, for `POLICY_FILE`. */
export interface PolicyFile {
  readonly path: string;
  /** Replaces the document; takes for each policy its operators by member, or the text itself. */
  write(policies: Readonly<Record<string, Members>> | string): Promise<void>;
}

/** Makes a file with a document of policies, which is removed after the test. */
export const policyFile = async (policies: Readonly<Record<string, Members>> | string): Promise<PolicyFile> => {
  const folder = await mkdtemp(join(tmpdir(), 'clientele-policies-'));
  keepTrack({ close: () => rm(folder, { recursive: true, force: true }) });
  const path = join(folder, 'policies.yaml');
  const write: PolicyFile['write'] = (next) => writeFile(path, typeof next === 'string' ? next : documentOf(next));
  await write(policies);
  return { path, write };
};

/** JSON is YAML. */
const documentOf = (policies: Readonly<Record<string, Members>>): string => {
  const all = Object.entries(policies).map(([name, metadata_policy]) => [name, { metadata_policy }]);
  return JSON.stringify({ policies: Object.fromEntries(all) });
};
