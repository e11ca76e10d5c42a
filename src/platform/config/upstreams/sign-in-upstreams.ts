import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { MemberFault } from '../../../core/document-members/member-reader';
import { MemberReader } from '../../../core/document-members/member-reader';
import { InvalidDocument, sentencesOf } from '../../../core/policy-document/document-faults';
import { YamlSource } from '../../../core/policy-document/yaml-source';
import type { VariableKind } from '../variable';
import { readUpstream } from './read-upstream';
import type { Upstream } from './upstream';

/** The path of a file, in YAML or JSON, with a list `upstreams`; every mistake in it is reported with its line. */
export const signInUpstreams = (): VariableKind<readonly Upstream[]> => ({
  read: (path) => {
    const read = readFile(path);
    return isList(read) ? read : undefined;
  },
  mistakesIn: (path) => {
    const read = readFile(path);
    if (isList(read)) return [];
    return typeof read === 'object' ? sentencesOf(basename(path), read) : [read];
  },
  rule: 'the path of a file in YAML or JSON with a list upstreams',
});

/** The upstreams; or the faults, or the reason why the file cannot be read. */
const readFile = (path: string): readonly Upstream[] | InvalidDocument | string => {
  try {
    return readUpstreams(readFileSync(path, 'utf8'), dirname(path));
  } catch (cause) {
    return `must be the path of a readable file: ${(cause as Error).message}`;
  }
};

/** Reads a document of upstreams. `folder` is where the files that it names are looked for. */
export const readUpstreams = (text: string, folder: string): readonly Upstream[] | InvalidDocument => {
  const source = YamlSource.read(text);
  if (source instanceof InvalidDocument) return source;
  const faults: MemberFault[] = [];
  const upstreams = upstreamsIn(source.value, faults, folder);
  if (faults.length === 0) return upstreams;
  const located = faults.map((fault) => ({ ...fault, line: source.lineOf(fault.path) }));
  return new InvalidDocument(located.sort((one, other) => one.line - other.line));
};

const upstreamsIn = (value: unknown, faults: MemberFault[], folder: string): readonly Upstream[] => {
  const reader = MemberReader.of(value, [], faults);
  const list = reader.value('upstreams');
  reader.end();
  if (!Array.isArray(list) || list.length === 0) {
    reader.fault(
      ['upstreams'],
      'must be a list of one or more providers',
      'write - id: corp below it, and the members of the provider',
    );
    return [];
  }
  const upstreams = list.flatMap(
    (entry: unknown, index) => readUpstream(entry, ['upstreams', String(index)], faults, folder) ?? [],
  );
  upstreams.forEach(({ id }, index) => {
    if (upstreams.findIndex((one) => one.id === id) < index)
      reader.fault(['upstreams', String(index), 'id'], 'must not be the id of another provider', 'choose another one');
  });
  return upstreams;
};

const isList = (read: readonly Upstream[] | InvalidDocument | string): read is readonly Upstream[] =>
  Array.isArray(read);
