import { type RefusedOperation, UnknownResource } from '../../core/errors/refused-operation';

/** The command whose `list` has a thing that was not found. */
const COMMANDS: Readonly<Record<string, string>> = {
  client: 'clients',
  'initial access token': 'tokens',
  policy: 'policies',
  registrar: 'registrars',
  'signing key': 'keys',
  webhook: 'webhooks',
};

/**
 * A refusal in the words of the command line. A member that the person wrote as an option has the name of the option
 * (`--max-clients`), and a place within it stands behind (`--jwks.keys[0]`); any other is an argument (`CLIENT_ID`). `words`
 * are those after the name of the program. What was not found is looked for in the list of its own command: a policy of
 * `clients import` in `policies list`.
 */
export const refusalLine = (refused: RefusedOperation, words: readonly string[]): string => {
  const { kind, member } = refused;
  const sentence = refused.sentence(member === undefined ? undefined : nameOf(member, words));
  const command = refused instanceof UnknownResource ? COMMANDS[refused.noun] : words[0];
  return kind === 'unknown' && command !== undefined ? `${sentence}; see ${command} list` : sentence;
};

const nameOf = (member: string, words: readonly string[]): string => {
  const [name = member] = member.split(/[.[]/, 1);
  const option = `--${name.replaceAll('_', '-')}`;
  const isOption = words.some((word) => word === option || word.startsWith(`${option}=`));
  return isOption ? option + member.slice(name.length) : member.toUpperCase();
};
