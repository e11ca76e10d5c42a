import { didYouMean, nearestName } from './did-you-mean';

describe('a name that was probably meant', () => {
  const NAMES = ['client_credentials', 'authorization_code', 'refresh_token', 'https', 'none'];

  it.each([
    ['client_credential', 'client_credentials'],
    ['Client_Credentials', 'client_credentials'],
    ['authorisation_code', 'authorization_code'],
    ['refreshtoken', 'refresh_token'],
    ['htps', 'https'],
    ['nome', 'none'],
    ['token', undefined],
    ['no', undefined],
    ['', undefined],
    [5, undefined],
    ['client_credentials'.repeat(1000), undefined],
  ])('%j is %j', (text, name) => {
    expect(nearestName(text, NAMES)).toBe(name);
  });

  it('comes before what else to do', () => {
    expect(didYouMean('htps', ['https'], 'leave it out')).toBe('did you mean https? otherwise leave it out');
    expect(didYouMean('gopher', ['https'], 'leave it out')).toBe('leave it out');
  });
});
