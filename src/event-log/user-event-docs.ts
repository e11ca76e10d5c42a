const PERSON = 'The `sub` of the person in access tokens.';
const UPSTREAM = 'The id of the upstream in `SIGN_IN_UPSTREAMS`.';

/** The events of people and of the upstreams where they sign in. */
export const USER_EVENTS = {
  'sign_in.succeeded': {
    about: 'A person signed in at an upstream.',
    data: { sub: PERSON, upstream: UPSTREAM, acr: 'How strongly the person authenticated, if `acr` is mapped.' },
  },
  'sign_in.refused': {
    about: 'A person was not let in.',
    data: {
      sub: `${PERSON} Absent for somebody who was never let in: nothing is stored of such a person.`,
      upstream: UPSTREAM,
      rule: 'The rule that refused the person, such as `allow.emails`.',
    },
  },
  'upstream.failed': {
    about: 'An upstream could not be used; at most once a minute for each.',
    data: { upstream: UPSTREAM, reason: 'Why, as a class such as `unreachable`.' },
  },
  'session.ended': {
    about: 'Browser sessions of a person were ended.',
    data: { sub: PERSON, sessions: 'How many.', by: 'Who ended them: `user`, `operator` or `upstream`.' },
  },
  'user.disabled': {
    about: 'A person was disabled.',
    data: { sub: PERSON, reason: 'The reason, for the operator, if there is one.' },
  },
  'user.enabled': { about: 'A person who was disabled may sign in again.', data: { sub: PERSON } },
  'user.exported': { about: 'All that is kept of a person was read.', data: { sub: PERSON } },
  'user.erased': { about: 'A person and all that was kept of the person were deleted.', data: { sub: PERSON } },
};
