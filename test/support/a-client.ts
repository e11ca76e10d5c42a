type Metadata = Readonly<Record<string, unknown>>;

/** The registration request of the documented example, with the given members added. */
export const aClient = (own: Metadata = {}): Metadata => ({
  grant_types: ['client_credentials'],
  scope: 'openid profile',
  redirect_uris: ['https://tmp.com'],
  ...own,
});

/** A web client that sends its users to the authorization endpoint. */
export const aWebClient = (own: Metadata = {}): Metadata => ({
  redirect_uris: ['https://app.example/callback'],
  ...own,
});
