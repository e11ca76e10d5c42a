import { type RefusedOperation } from '../../core/errors/refused-operation';

/**
 * A refusal in the words of the command line. A member that the person wrote as an option has the name of the option
 * (`--max-clients`), any other is an argument (`CLIENT_ID`). `words` are those after the name of the program; the first
 * is the noun, whose list has what there is.
 */
export const refusalLine = (refused: RefusedOperation, words: readonly string[]): string => {
  const { kind, member } = refused;
  const sentence = refused.sentence(member === undefined ? undefined : nameOf(member, words));
  return kind === 'unknown' ? `${sentence}; see ${words[0] ?? ''} list` : sentence;
};

const nameOf = (member: string, words: readonly string[]): string => {
  const option = `--${member.replaceAll('_', '-')}`;
  const isOption = words.some((word) => word === option || word.startsWith(`${option}=`));
  return isOption ? option : member.toUpperCase();
};
