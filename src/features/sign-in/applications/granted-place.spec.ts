import { placeOf } from './granted-place';

describe('the place that a code was sent to', () => {
  it.each([
    ['app.example', { kind: 'https', host: 'app.example' }],
    ['app.example:8443', { kind: 'https', host: 'app.example', port: '8443' }],
    ['xn--mnchen-3ya.example', { kind: 'https', host: 'xn--mnchen-3ya.example', unicodeHost: 'münchen.example' }],
    ['127.0.0.1:3312', { kind: 'loopback', host: '127.0.0.1', port: '3312' }],
    ['[::1]:3312', { kind: 'loopback', host: '[::1]', port: '3312' }],
    ['localhost', { kind: 'loopback', host: 'localhost' }],
    ['com.example.app:', { kind: 'private-use', host: 'com.example.app:' }],
    ['localhost.evil.example', { kind: 'https', host: 'localhost.evil.example' }],
  ])('%s is read as %j', (redirect_host, place) => {
    expect(placeOf(redirect_host)).toEqual(place);
  });
});
