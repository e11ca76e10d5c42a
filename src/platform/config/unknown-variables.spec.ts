import { unknownVariables } from './unknown-variables';

describe('variables that are none of this server', () => {
  it('are reported with the name that is meant, wherever they are set', () => {
    expect(
      unknownVariables({ SCOPE: 'openid' }, { REQUIRE_SOFTWARE_STATEMENTS: 'true', 'rate-limit-register': '5' }),
    ).toEqual([
      'SCOPE is no variable of this server and changes nothing; SCOPES is meant perhaps',
      'REQUIRE_SOFTWARE_STATEMENTS is no variable of this server and changes nothing; REQUIRE_SOFTWARE_STATEMENT is meant perhaps',
      'rate-limit-register is no variable of this server and changes nothing; RATE_LIMIT_REGISTER is meant perhaps',
    ]);
  });

  it('are reported without one if they are set in .env, otherwise not', () => {
    expect(unknownVariables({ POSTGRES_PASSWORD: 'x' }, { PATH: '/bin', HOSTNAME: 'a', HOME: '/', TERM: 'x' })).toEqual(
      ['POSTGRES_PASSWORD in .env is no variable of this server and changes nothing'],
    );
  });

  it('are not reported if they are empty, nor are those of the server', () => {
    expect(unknownVariables({ SCOPE: '', SCOPES: 'a' }, { PORT: '1', POST: ' ' })).toEqual([]);
  });
});
