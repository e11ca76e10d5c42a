import type { CST } from 'yaml';
import { yaml } from './yaml';

/**
 * Whether a YAML text nests its values at most `levels` deep. The parser of the text recurses, and ends the process
 * when the stack is exhausted; this does not recurse.
 */
export const isNestedAtMost = (levels: number, text: string): boolean => {
  let level: readonly CST.Token[] = [...new (yaml().Parser)().parse(text)];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > levels) return false;
    level = level.flatMap(partsOf);
  }
  return true;
};

const partsOf = (token: CST.Token): readonly CST.Token[] => {
  if (token.type === 'document') return token.value ? [token.value] : [];
  return 'items' in token ? token.items.flatMap(({ key, value }) => [key, value]).filter(isToken) : [];
};

const isToken = (token: CST.Token | null | undefined): token is CST.Token => token !== null && token !== undefined;
