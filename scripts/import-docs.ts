import { format } from 'prettier';
import { IMPORT_FORMATS } from '../src/features/client-transfer/formats/formats';
import type { ImportFormat } from '../src/features/client-transfer/formats/import-format';
import type { SourceMembers } from '../src/features/client-transfer/formats/source-member';

const HEAD = `# What imports take over

\`npm run openapi:generate\` writes this page from \`src/features/client-transfer/formats\`. [MIGRATING.md](MIGRATING.md)
says how to export from each server, and how to import.

A member that is _left out_ is reported for each client that has it, except empty values and those by which the other
server does what this one does. A member that is _not needed_ is not reported: nothing is lost. Every member that is not on
this page is reported as unknown.
`;

/** \`docs/IMPORTED-MEMBERS.md\`: what becomes of each member of each format. */
export const importReference = (): Promise<string> =>
  format([HEAD, ...IMPORT_FORMATS.map(sectionOf)].join('\n'), {
    parser: 'markdown',
    printWidth: 120,
    singleQuote: true,
  });

const sectionOf = ({ name, product, members, parts = {} }: ImportFormat): string =>
  [
    `## ${product}\n\n\`--from ${name}\`\n`,
    tableOf(members),
    ...Object.entries(parts).map(([part, nested]) => `\n### ${product}: ${part}\n\n${tableOf(nested)}`),
  ].join('\n');

const tableOf = (members: SourceMembers): string =>
  ['| member | becomes |', '| --- | --- |', ...rowsOf(members).map((row) => `| ${row.join(' | ')} |`), ''].join('\n');

/** Members that keep their names are one row. */
const rowsOf = (members: SourceMembers): readonly (readonly string[])[] => {
  const entries = Object.entries(members).map(([name, { becomes }]) => [`\`${name}\``, becomes] as const);
  const same = entries.filter(([name, becomes]) => name === becomes).map(([name]) => name);
  const others = entries.filter(([name, becomes]) => name !== becomes);
  return same.length > 0 ? [[same.join(', '), 'itself'], ...others] : others;
};
