import { logoOf, MOST_OCTETS_OF_LOGO } from './logo';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('the logo of the operator', () => {
  it.each([
    ['image/png', '\x89PNG\r\n\x1a\n'],
    ['image/jpeg', '\xff\xd8\xff\xe0'],
    ['image/webp', 'RIFF\x10\x00\x00\x00WEBPVP8 '],
    ['image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['image/svg+xml', '<?xml version="1.0"?>\n<!-- made by hand -->\n<svg>'],
  ])('is recognised as %s by its first octets', (type, text) => {
    expect(logoOf(bytes(text))?.type).toBe(type);
  });

  it.each(['', 'GIF89a', '<html><svg>', '<!doctype html>', 'RIFF\x10\x00\x00\x00WAVE', '%PDF-1.7'])(
    'is not %j',
    (text) => {
      expect(logoOf(bytes(text))).toBeUndefined();
    },
  );

  it('is not larger than it needs to be', () => {
    expect(logoOf(Buffer.concat([bytes('\x89PNG\r\n\x1a\n'), Buffer.alloc(MOST_OCTETS_OF_LOGO)]))).toBeUndefined();
  });
});
