import fc from 'fast-check';
import { prepareRules } from '../validation/prepared-rules';
import { SENT_ROWS } from './metadata-table';
import { RegistrationRequestDto } from './registration-request.dto';

const rules = prepareRules(RegistrationRequestDto);
const judged = SENT_ROWS.flatMap(({ name, is: { isPlain } }) => (isPlain ? [{ name, isPlain }] : []));

/** Parts of which most URIs consist, and parts that URIs are refused for. */
const PARTS = [
  ...['https://', 'http://', 'HTTPS://', 'https:/', 'com.example.app:/', 'a', 'app.example', 'example.com', '-', '--'],
  ...['127.0.0.1', '0x7f.1', '1', '0', '256', '[::1]', 'localhost', 'xn--a', '.', '..', '/', '//', '/./', '/../', ':'],
  ...[
    ':443',
    ':0443',
    ':65535',
    ':65536',
    ':99999',
    '@',
    '%40',
    '%2e',
    '%2e%2e',
    '%00',
    '%',
    '*',
    '%2a',
    '?',
    '&',
    '=',
  ],
  ...[
    '#',
    ';',
    '\\',
    ' ',
    '~',
    '_',
    '\n',
    '\t',
    '\u0000',
    '\u007f',
    '\u200b',
    '\u202e',
    '\ud800',
    'é',
    'A',
    'cb',
    'x=1',
  ],
];
const assembled = fc.array(fc.constantFrom(...PARTS), { maxLength: 8 }).map((parts) => parts.join(''));
const address = fc
  .tuple(assembled, assembled)
  .map(([host, path]) => `https://${host}.example${path === '' ? '' : `/${path}`}`);
const long = fc.integer({ min: 990, max: 2010 }).map((length) => `https://a.example/${'a'.repeat(length - 18)}`);
const text = fc.oneof(
  assembled,
  address,
  long,
  fc.webUrl({ withQueryParameters: true }),
  fc.string(),
  fc.string({ unit: 'binary' }),
);
const value = fc.oneof(
  text,
  fc.array(text, { maxLength: 3 }),
  fc.nat(102).map((length) => Array<string>(length).fill('a')),
  fc.jsonValue(),
);

describe('a value that is valid at a glance', () => {
  it('breaks no rule of its member', () => {
    fc.assert(
      fc.property(value, (sent) => {
        for (const { name, isPlain } of judged)
          if (isPlain(sent) && rules.get(name)?.(sent).length !== 0) expect([name, sent]).toBe('valid');
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    ['redirect_uris', ['https://app.example/callback', 'https://app.example:8443/a/b-c_d.html?x=1&y=2']],
    ['client_uri', 'https://www.example.com/'],
    ['client_name', 'An application (1.0)'],
    ['contacts', ['ops@app.example']],
  ])('is the usual value of %s', (member, usual) => {
    expect(judged.find(({ name }) => name === member)?.isPlain(usual)).toBe(true);
  });
});
