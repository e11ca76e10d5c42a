/** The chapters of the document, in the order of its page. */
export const TAGS = {
  Registration: 'Clients register themselves (RFC 7591).',
  Management: 'Clients read, change and delete their registrations (RFC 7592).',
  Tokens: 'Clients obtain access tokens (RFC 6749), ask about them (RFC 7662), take them back (RFC 7009).',
  Discovery: 'What the server tells about itself (RFC 8414, OpenID Discovery 1.0).',
  Health: 'Probes for orchestrators.',
} as const;

export type Tag = keyof typeof TAGS;
