import { getMetadataStorage } from 'class-validator';
import { format } from 'prettier';
import { Member } from '../src/core/metadata/member';
import type { NamedRow } from '../src/core/metadata/metadata-row';
import { METADATA_ROWS } from '../src/core/metadata/metadata-table';
import { RegistrationRequestDto } from '../src/core/metadata/registration-request.dto';
import type { OperatorPolicy } from '../src/core/metadata/operator-policy';
import { operatorPolicy } from '../src/clients/operator-policy';
import type { Environment } from '../src/platform/config/environment';
import type { RuleContext } from '../src/core/validation/rule.decorator';

const INTRODUCTION = `# Client metadata

This page lists the members of a registration: their meanings, defaults and rules. \`npm run openapi:generate\` writes it
from the table in \`src/core/metadata\`. Defaults and permitted values are those of a server with the default
configuration. A member with # may have a language tag, such as \`client_name#ja\`. If a member breaks a rule, the error
code is \`invalid_client_metadata\`, unless its row lists another one.
`;

const RULES = `## Rules

The server checks the rules of a member in this order. It reports the first broken rule of each value, and of each item
of a list, with the member and a remedy. A rule of a list applies to each of its items, unless it names the array or the
number of items. After that the server checks the rules between members, which are in \`metadata-rules.ts\`, as far as
the members that they read are valid. A response lists 100 faults at most.

\`null\` counts as not sent, and so does an empty text if the member is a text or an object. The server drops grants that
it does not offer, and grants that other members exclude, with the response types that need them, as long as something is
left. The response contains the values that are left. With \`GRANT_POLICY=reject\` the server refuses such a request. A
\`web\` client with redirect URIs of native clients becomes \`native\`; with \`APPLICATION_TYPE_POLICY=reject\` the server
refuses it.
`;

const EXTENSIONS = `## Members of your own

\`METADATA_EXTENSIONS\` is the path of a JSON file with members that clients may register besides these:

\`\`\`json
{
  "webhook_uris": {
    "description": "Where events about the account of the client are sent.",
    "schema": { "type": "array", "maxItems": 5, "items": { "type": "string", "format": "uri", "pattern": "^https:" } }
  }
}
\`\`\`

- The schema is one of JSON Schema 2020-12. A value has to agree with it, with at most 16384 bytes of JSON and 10 levels.
- The server stores, replaces and patches these members like those above, and returns them after those.
- \`/openapi.json\` describes them. \`client_metadata_extensions_supported\` in the discovery document lists their names.
- A name is any that no member above has, or a URI without \`#\`.
- The server ignores all other members of a request.
`;

const SENT = ['member', 'meaning', 'default', 'source', 'discovery', 'error code'];
const ISSUED = ['member', 'meaning', 'source'];

/** The metadata table as Markdown: what a request may carry, its rules, what the server adds to its answer. */
export const metadataReference = (environment: Environment): Promise<string> => {
  const policy = operatorPolicy(environment);
  const sent = METADATA_ROWS.filter(({ issued }) => !issued);
  const text = [
    INTRODUCTION,
    '## Sent by the client',
    table(
      SENT,
      sent.map((row) => sentCells(row, policy)),
    ),
    RULES,
    rulesList(sent, policy),
    EXTENSIONS,
    '## Issued by the server',
    'The server never reads these members from a request.',
    table(
      ISSUED,
      METADATA_ROWS.filter(({ issued }) => issued).map(({ name, about, from }) => [code(name), about, from]),
    ),
  ].join('\n\n');
  return format(text, { parser: 'markdown', printWidth: 120 });
};

const sentCells = (row: NamedRow, policy: OperatorPolicy): string[] => [
  `${code(row.name)}${row.localizable ? ' #' : ''}`,
  [row.about, row.sameAs && `The same as ${code(row.sameAs)}.`, row.chooses && `Chooses ${code(row.chooses)}.`]
    .filter(Boolean)
    .join(' '),
  defaultOf(row, policy),
  row.from,
  row.advertisedAs ? code(row.advertisedAs) : '',
  row.rejectedWith ? code(row.rejectedWith) : '',
];

/** Members that share all of their rules stand together. */
const rulesList = (rows: readonly NamedRow[], policy: OperatorPolicy): string => {
  const membersByRules = new Map<string, string[]>();
  for (const row of rows) {
    const rules = [...rulesOf(row.name), ...choiceOf(row, policy)].map((rule) => `- ${rule}`).join('\n');
    membersByRules.set(rules, [...(membersByRules.get(rules) ?? []), code(row.name)]);
  }
  return [...membersByRules].map(([rules, members]) => `${members.join(', ')}\n\n${rules}`).join('\n\n');
};

/** What completes "member must ...", in the order in which it is checked. */
const rulesOf = (member: string): string[] =>
  getMetadataStorage()
    .getTargetValidationMetadatas(RegistrationRequestDto, '', false, false)
    .filter(({ propertyName, context }) => propertyName === member && context !== undefined)
    .map(({ context }) => (context as RuleContext).rule);

const choiceOf = (row: NamedRow, policy: OperatorPolicy): string[] => {
  const choices = policy.offers(row);
  if (!choices) return [];
  return [choices.length === 0 ? 'nothing is offered by default' : `must be one of ${choices.map(code).join(', ')}`];
};

const defaultOf = (row: NamedRow, policy: OperatorPolicy): string => {
  const member = new Member(row, undefined, policy);
  if (member.isDerived) return 'depends on other members';
  const value = member.fixedDefault;
  return value === undefined ? '' : code(JSON.stringify(value));
};

const code = (text: string): string => `\`${text}\``;

const table = (header: readonly string[], rows: readonly (readonly string[])[]): string =>
  [header, header.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
