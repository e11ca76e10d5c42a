/** The tags of the document, in the order of its page. */
export const TAGS = {
  Registration: 'Clients register themselves (RFC 7591).',
  Management: 'Clients read, change and delete their registrations (RFC 7592).',
  Tokens: 'Clients obtain (RFC 6749), introspect (RFC 7662) and revoke (RFC 7009) access tokens.',
  'Sign-in': 'Clients push authorization requests (RFC 9126), and identity providers say that people signed out.',
  Administration: 'Administrators see and change everything: see docs/ADMIN.md.',
  Discovery: 'Metadata of the server (RFC 8414, OpenID Discovery 1.0).',
  Health: 'Probes for orchestrators.',
} as const;

export type Tag = keyof typeof TAGS;
