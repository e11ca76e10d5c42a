import { needsNewLogin, shortcomingOf, wishesOf } from './authentication';

const AT = new Date('2026-11-26T12:00:00.500Z');
const SECONDS = Math.floor(AT.getTime() / 1000);

type Wanted = Parameters<typeof needsNewLogin>[0];

const wanted = (own: Partial<Wanted> = {}): Wanted => ({ prompt: [], asked_at: AT.getTime(), ...own });
const session = (secondsAgo: number, acr: string | null = null) => ({
  auth_time: new Date(AT.getTime() - secondsAgo * 1000),
  acr,
});

describe('a session', () => {
  it.each<[boolean, Partial<Wanted>, number, string | null]>([
    [false, {}, 86_400, null],
    [true, { prompt: ['login'] }, 1, null],
    [true, { prompt: ['select_account'] }, 1, null],
    [false, { prompt: ['consent'] }, 1, null],
    [false, { max_age: 3600 }, 3599, null],
    [true, { max_age: 3600 }, 3600, null],
    [true, { max_age: 0 }, 0, null],
    [true, { acr_values: ['high'] }, 1, null],
    [true, { acr_values: ['high'] }, 1, 'low'],
    [false, { acr_values: ['low', 'high'] }, 1, 'high'],
  ])('needs a new login (%s) for %j, %i seconds after that before, at %s', (expected, own, secondsAgo, acr) => {
    expect(needsNewLogin(wanted(own), session(secondsAgo, acr))).toBe(expected);
  });
});

describe('the upstream', () => {
  it.each([
    [{}, false, {}],
    [{ prompt: ['login'] as const }, false, { prompt: 'login' }],
    [{ prompt: ['select_account'] as const }, false, { prompt: 'select_account' }],
    [{ prompt: ['login', 'select_account'] as const }, false, { prompt: 'login' }],
    [{ prompt: ['consent'] as const }, false, {}],
    [{ max_age: 0 }, false, { prompt: 'login', max_age: 0 }],
    [{ max_age: 60 }, false, { max_age: 60 }],
    [{ acr_values: ['a', 'b'] }, false, { acr_values: 'a b' }],
    [{ login_hint: 'alice' }, false, { login_hint: 'alice' }],
    [{ login_hint: 'alice' }, true, { prompt: 'select_account' }],
  ])('is asked for what the request %j wants (another account: %s), and nothing else', (own, other, expected) => {
    const request = { ...wanted(own as Partial<Wanted>), state: 'x', scope: ['read'], resources: ['y'], nonce: 'z' };
    expect(wishesOf(request as unknown as Parameters<typeof wishesOf>[0], other)).toEqual(expected);
  });
});

describe('what the upstream says', () => {
  it.each<[string | undefined, Partial<Wanted>, { auth_time?: number; acr?: string }]>([
    [undefined, {}, {}],
    [undefined, {}, { auth_time: SECONDS - 86_400 }],
    [undefined, { prompt: ['login'] }, { auth_time: SECONDS }],
    ['login_required', { prompt: ['login'] }, { auth_time: SECONDS - 1 }],
    [undefined, { prompt: ['login'] }, {}],
    ['login_required', { max_age: 0 }, { auth_time: SECONDS - 1 }],
    [undefined, { max_age: 0 }, { auth_time: SECONDS + 1 }],
    [undefined, { max_age: 100 }, { auth_time: SECONDS - 150 }],
    ['login_required', { max_age: 100 }, { auth_time: SECONDS - 162 }],
    ['login_required', { max_age: 100 }, {}],
    [undefined, { acr_values: ['high'] }, { acr: 'high' }],
    ['unmet_authentication_requirements', { acr_values: ['high'] }, { acr: 'low' }],
    ['unmet_authentication_requirements', { acr_values: ['high'] }, {}],
  ])('lacks %s for %j: %j', (expected, own, said) => {
    const request = wanted(own);
    const wishes = wishesOf(request as unknown as Parameters<typeof wishesOf>[0]);
    expect(shortcomingOf(request, said, wishes, AT)).toBe(expected);
  });
});
