import type { Continuations } from './completion-words';

/** The script for zsh, which shows the descriptions too. */
export const zshCompletion = (continuations: readonly Continuations[]): string => `#compdef clientele
# Completion of clientele for zsh.
_clientele() {
  local path_of_command='' previous=\${words[CURRENT-1]} index
  local -a next
  for ((index = 2; index < CURRENT; index++)); do
    case "$path_of_command \${words[index]}" in
${continuations
  .filter(({ path }) => path !== '')
  .map(({ path }) => `      '${path.includes(' ') ? path : ` ${path}`}') path_of_command='${path}' ;;`)
  .join('\n')}
    esac
  done
  case "$path_of_command $previous" in
${continuations
  .flatMap(({ path, values }) =>
    values.map(
      ({ option, choices }) =>
        `    '${path} ${option}') ${choices.length > 0 ? `compadd -- ${choices.join(' ')}` : '_files'}; return ;;`,
    ),
  )
  .join('\n')}
  esac
  case "$path_of_command" in
${continuations
  .map(
    ({ path, words }) =>
      `    '${path}') next=(${words.map(({ word, description }) => `'${word.replaceAll(':', '\\:')}:${description}'`).join(' ')}) ;;`,
  )
  .join('\n')}
  esac
  _describe 'clientele' next || _files
}
compdef _clientele clientele
`;
