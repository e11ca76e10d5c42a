import { typeOfHeader } from './type-of-header';

describe('the type in the header of a JWT', () => {
  it.each([
    [{}, undefined],
    [{ typ: 'JWT' }, 'jwt'],
    [{ typ: 'application/LOGOUT+jwt' }, 'logout+jwt'],
    [{ typ: 5 }, ''],
    [{ typ: null }, ''],
    [{ typ: { toLowerCase: 'jwt' } }, ''],
  ])('of %j is %j', (header, type) => {
    expect(typeOfHeader(header)).toBe(type);
  });
});
