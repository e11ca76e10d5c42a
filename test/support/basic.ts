/** The header of HTTP Basic for these credentials, as they are (RFC 6749 section 2.3.1 would form-encode them first). */
export const basic = (id: string, secret: string): { readonly Authorization: string } => ({
  Authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
});
