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

Generated from the table in \`src/core/metadata\` by \`npm run openapi:generate\`. Defaults and choices are those of a
server with the default configuration. A member marked # may carry a language tag, such as \`client_name#ja\`. A member
that breaks a rule is refused with \`invalid_client_metadata\` unless another error code stands in its row.
`;

const RULES = `## Rules

Checked in this order; of each value, and of each item of a list, the first that is broken is reported: the member, the
rule, the remedy. Rules of a list that do not speak of the list are those of each of its items. Rules between members
follow, in \`metadata-rules.ts\`; where members are faulty, those that read valid members only. An answer lists 100
faults at most.

Not sent are \`null\`, and an empty text where the member is a text or an object. Grants that are not offered, or that
the other members rule out, are dropped with the response types that need them as long as something is left, and the
answer says what is left (\`GRANT_POLICY=reject\` refuses instead). A client that says \`web\` and has redirect URIs of
native clients becomes \`native\` (\`APPLICATION_TYPE_POLICY=reject\` refuses instead).
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

The schema is one of JSON Schema 2020-12. A value must agree with it, take 16384 bytes of JSON at most and be nested no
deeper than 10 levels; it is stored, answered behind the members above, replaced and patched like them. The members stand
in \`/openapi.json\`, their names in \`client_metadata_extensions_supported\` of discovery. A name is that of no member
above, or a URI without \`#\`. All other members are ignored.
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
    'Never taken from a request.',
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
