import type * as Jsonc from 'jsonc-parser';

/** Loaded for the first body that is not JSON. */
const jsonc = (): typeof Jsonc => require('jsonc-parser') as typeof Jsonc;

/** Thrown by the visitor to end the walk at the first fault. */
class Located extends Error {
  constructor(readonly offset: number) {
    super('the first fault is found');
  }
}

/**
 * Describes where a text is no longer JSON (RFC 8259): `is not JSON at line 2, column 5`, both counted from 1. Use it
 * only for texts that `JSON.parse` refused. It reads at most `maxDepth` levels, so that nesting cannot exhaust the
 * stack.
 */
export const jsonFault = (text: string, maxDepth: number): string => {
  const offset = faultOffset(text, maxDepth);
  if (offset === undefined) return 'is not JSON';
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return `is not JSON at line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
};

const faultOffset = (text: string, maxDepth: number): number | undefined => {
  let depth = 0;
  const enter = (offset: number): void => {
    depth += 1;
    if (depth > maxDepth) throw new Located(offset);
  };
  const leave = (): void => void (depth -= 1);
  try {
    jsonc().visit(
      text,
      {
        onObjectBegin: enter,
        onArrayBegin: enter,
        onObjectEnd: leave,
        onArrayEnd: leave,
        onError: (_code, offset) => {
          throw new Located(offset);
        },
      },
      { disallowComments: true },
    );
    return undefined;
  } catch (error) {
    if (error instanceof Located) return error.offset;
    throw error;
  }
};
