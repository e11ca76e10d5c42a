import { v7 as uuidv7 } from 'uuid';
import { hasTokenPrefix, idOfToken, tokenText } from './token-text';

const SECRET = 'A-_9'.padEnd(43, 'x');

describe('the text of an initial access token', () => {
  it('contains its id', () => {
    const id = uuidv7();
    const token = tokenText(id, SECRET);
    expect(token).toMatch(/^clt_iat_/);
    expect([hasTokenPrefix(token), idOfToken(token)]).toEqual([true, id]);
  });

  it.each([
    ['another prefix', (token: string) => token.replace('clt_iat_', 'clt_rat_')],
    ['a letter more', (token: string) => `${token}x`],
    ['a letter less', (token: string) => token.slice(0, -1)],
    ['an id in capitals', (token: string) => token.replace(/[0-9a-f-]{36}/, (id) => id.toUpperCase())],
    ['a line break', (token: string) => `${token}\n`],
    ['the prefix alone', () => 'clt_iat_'],
  ])('%s is no token', (_name, changed) => {
    expect(idOfToken(changed(tokenText('0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee', SECRET)))).toBeUndefined();
  });
});
