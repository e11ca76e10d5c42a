import { type ClientRule, toldToClient } from '../authorization-rule';

/** The values of `prompt` (OpenID Connect Core section 3.1.2.1). Others are ignored. */
const PROMPTS = ['none', 'login', 'consent', 'select_account'] as const;
export type Prompt = (typeof PROMPTS)[number];

const MOST_OF_HINT = 320;
const MOST_OF_VALUE = 1024;
const SECONDS = /^\d{1,9}$/;

/** The values of the parameter `prompt` that are known here. */
export const promptOf = (prompt = ''): readonly Prompt[] => {
  const asked = prompt.split(' ');
  return PROMPTS.filter((one) => asked.includes(one));
};

const noneIsAlone = toldToClient('invalid_request', ({ parameters }) => {
  const asked = (parameters.get('prompt') ?? '').split(' ').filter(Boolean);
  return asked.includes('none') && new Set(asked).size > 1
    ? 'prompt must not combine none with another value; send none alone'
    : undefined;
});

const maxAgeIsANumber = toldToClient('invalid_request', ({ parameters }) => {
  const max_age = parameters.get('max_age');
  return max_age === undefined || SECONDS.test(max_age)
    ? undefined
    : 'max_age must be a number of seconds; send digits only';
});

const loginHintIsShort = toldToClient('invalid_request', ({ parameters }) =>
  (parameters.get('login_hint') ?? '').length > MOST_OF_HINT
    ? `login_hint must have at most ${MOST_OF_HINT} characters; send a shorter one`
    : undefined,
);

const valuesAreShort = toldToClient('invalid_request', ({ parameters }) => {
  const [name] = ['nonce', 'acr_values', 'ui_locales'].filter(
    (one) => (parameters.get(one) ?? '').length > MOST_OF_VALUE,
  );
  return name === undefined ? undefined : `${name} must have at most ${MOST_OF_VALUE} characters; send a shorter one`;
});

/** The rules of how the user is authenticated (OpenID Connect Core section 3.1.2.1). */
export const AUTHENTICATION_RULES: readonly ClientRule[] = [
  noneIsAlone,
  maxAgeIsANumber,
  loginHintIsShort,
  valuesAreShort,
];
