/** The body of a registration request: JSON that is not validated yet, or a JWT that was signed as a whole. */
export type RegistrationPayload = { readonly json: unknown } | { readonly jwt: string };
