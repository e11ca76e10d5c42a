import { format } from 'prettier';
import { EVENT_DOCS, EVENT_MEMBERS } from '../src/event-log/event-docs';
import { CHECK_PROOF_NODE, CHECK_PROOF_PYTHON } from './check-proof-programs';

const INTRODUCTION = `# Events

This page lists the types of events of [the log](AUDIT.md) and their members. \`npm run openapi:generate\` writes it from the
table in \`src/event-log/event-docs.ts\`. A member is absent if it has no value. No event contains a secret, a token, a hash of
one, or a private key. \`clientele audit tail\` prints events, and webhooks deliver them.

`;

const PROOFS = `## Check a proof with a program of your own

\`clientele audit prove EVENT\` prints a proof as JSON: the \`event\` as it was hashed, its \`position\`, the inclusion \`proof\`
(RFC 9162 section 2.1.3), the \`checkpoint\` and the public \`key\`. These programs take the file and the key that the operator
published, need no server, and print the event if the proof holds.
`;

/** All types of events as Markdown, and how a proof is checked. */
export const eventReference = (): Promise<string> => {
  const types = Object.entries(EVENT_DOCS).map(([type, { about, data }]) =>
    [`### \`${type}\``, about, membersOf(data)].join('\n\n'),
  );
  const text = [
    INTRODUCTION,
    '## Members of all events',
    membersOf(EVENT_MEMBERS),
    '## Types',
    ...types,
    PROOFS,
    'Node, as `check-proof.mjs`:',
    fenced('js', CHECK_PROOF_NODE),
    'Python, with the package `cryptography`:',
    fenced('python', CHECK_PROOF_PYTHON),
  ].join('\n\n');
  return format(text, { parser: 'markdown', printWidth: 120, singleQuote: true });
};

const membersOf = (members: Readonly<Record<string, string>>): string =>
  Object.entries(members)
    .map(([name, meaning]) => `- \`${name}\`: ${meaning}`)
    .join('\n');

const fenced = (language: string, program: string): string => `\`\`\`${language}\n${program}\`\`\``;
