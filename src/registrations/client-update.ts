type Json = Readonly<Record<string, unknown>>;

/** The body of an update, not validated yet: all metadata, a merge patch, or a JWT that was signed as a whole. */
export type ClientUpdate =
  | { readonly is: 'whole'; readonly json: Json }
  | { readonly is: 'patch'; readonly json: Json }
  | { readonly is: 'signed'; readonly jwt: string };
