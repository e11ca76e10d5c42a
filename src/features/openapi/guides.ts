import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const DOCS = join(__dirname, '../../../docs');

/** The guides of the repository, each with its subject. */
const GUIDES: readonly (readonly [file: string, about: string])[] = [
  ['CLIENTS.md', 'Settings for well-known clients'],
  ['METADATA.md', 'Every member of client metadata'],
  ['CLIENT-AUTHENTICATION.md', 'How clients authenticate'],
  ['MANAGEMENT.md', 'Reading, changing and deleting a registration'],
  ['SOFTWARE-STATEMENTS.md', 'Software statements and signed requests'],
  ['TOKENS.md', 'Access tokens and their keys'],
  ['EXTERNAL-ENDPOINTS.md', 'Beside another authorization server'],
  ['SCALING.md', 'Several processes and several nodes'],
];

/** A guide as it is served: its path, its subject, and its text. */
export interface Guide {
  readonly path: string;
  readonly about: string;
  readonly text: () => string;
}

/** The guides that are installed with the server. An installation without `docs` has none. */
export const installedGuides = (): readonly Guide[] =>
  GUIDES.map(([file, about]) => ({ file: join(DOCS, file), path: `docs/guides/${file}`, about }))
    .filter(({ file }) => existsSync(file))
    .map(({ file, path, about }) => ({ path, about, text: () => readFileSync(file, 'utf8') }));
