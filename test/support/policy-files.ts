import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RuleValues } from '../../src/core/policy-document/policy-rules';
import { keepTrack } from './close-leftovers';

type Members = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
type Policies = Readonly<Record<string, Members>>;
/** The rules beside the metadata, by policy. */
type Rules = Readonly<Record<string, RuleValues>>;

/** A document of policies in a file, for `POLICY_FILE`. */
export interface PolicyFile {
  readonly path: string;
  /** Replaces the document; takes for each policy its operators by member and its rules, or the text itself. */
  write(policies: Policies | string, rules?: Rules): Promise<void>;
}

/** Makes a file with a document of policies, which is removed after the test. */
export const policyFile = async (policies: Policies | string, rules?: Rules): Promise<PolicyFile> => {
  const folder = await mkdtemp(join(tmpdir(), 'clientele-policies-'));
  keepTrack({ close: () => rm(folder, { recursive: true, force: true }) });
  const path = join(folder, 'policies.yaml');
  const write: PolicyFile['write'] = (next, beside) =>
    writeFile(path, typeof next === 'string' ? next : documentOf(next, beside));
  await write(policies, rules);
  return { path, write };
};

/** JSON is YAML. */
const documentOf = (policies: Policies, rules: Rules = {}): string => {
  const all = Object.entries(policies).map(([name, metadata_policy]) => [name, { metadata_policy, ...rules[name] }]);
  return JSON.stringify({ policies: Object.fromEntries(all) });
};
