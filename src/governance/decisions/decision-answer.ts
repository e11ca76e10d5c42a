import { isObject, isShallow } from '../../core/json/json';

/** What a decision service answers. */
export type DecisionAnswer =
  | { readonly decision: 'admit' }
  /** The members that are set to other values; `null` removes one. */
  | { readonly decision: 'amend'; readonly metadata: Readonly<Record<string, unknown>> }
  /** The description is for the caller, in the words of the service. */
  | { readonly decision: 'refuse'; readonly description?: string };

/** A text that is longer than a sentence or two is not read by anybody. */
const MOST_CHARACTERS = 300;

/** Reads the JSON of an answer. Gives nothing if it is of another form. Further members are ignored. */
export const readAnswer = (json: unknown): DecisionAnswer | undefined => {
  if (!isObject(json)) return undefined;
  const { decision, metadata, description } = json;
  switch (decision) {
    case 'admit':
      return { decision };
    case 'amend':
      return isObject(metadata) && isShallow(metadata) ? { decision, metadata } : undefined;
    case 'refuse':
      if (description === undefined || description === '') return { decision };
      return typeof description === 'string' ? { decision, description: bounded(description) } : undefined;
    default:
      return undefined;
  }
};

const bounded = (text: string): string =>
  text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}...` : text;
