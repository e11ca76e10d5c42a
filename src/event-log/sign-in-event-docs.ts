const GRANT = {
  grant: 'The identifier of the grant: one authorization of one person for the client.',
  sub: 'The `sub` of the person.',
};

/** What the events about people, and what they authorized clients to do, say. */
export const SIGN_IN_EVENTS = {
  'authorization.requested': {
    about: 'An authorization request began, which a person is asked about.',
    data: { resources: 'The resources.', scope: 'The scopes that the person may grant.' },
  },
  'consent.granted': {
    about: 'A person allowed a client what it asked for, or a part of it.',
    data: { sub: GRANT.sub, resources: 'The resources.', scope: 'The scopes that were allowed.' },
  },
  'consent.denied': {
    about: 'A person did not allow a client what it asked for.',
    data: { sub: GRANT.sub, resources: 'The resources.', scope: 'The scopes that were asked for.' },
  },
  'grant.created': {
    about: 'A person authorized the client, which gets an authorization code.',
    data: { ...GRANT, resources: 'The resources.', scope: 'The scopes.' },
  },
  'grant.redeemed': { about: 'The client redeemed the authorization code: it got its first tokens.', data: GRANT },
  'grant.code_reused': {
    about: 'An authorization code was presented again, with everything that it needs. Its grant is revoked.',
    data: GRANT,
  },
  'grant.refresh_token_reused': {
    about:
      'A refresh token was presented again after the time in which its response is repeated. Its grant is revoked.',
    data: GRANT,
  },
  'grant.revoked': {
    about: 'A grant was revoked: no token of it is valid.',
    data: { ...GRANT, reason: 'Why, such as `user`, `operator` or `code_reused`.' },
  },
  'grants.revoked': {
    about: 'All grants of a person, of a client, or of a session were revoked.',
    data: { sub: 'The `sub` of the person, if they are of one.', count: 'How many.', reason: 'Why.' },
  },
};
