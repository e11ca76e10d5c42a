import { FormParameter, parametersOf } from './form-parameter.decorator';
import { MAX_PARAMETERS, readForm } from './read-form';

class Request {
  @FormParameter('Where the token is used.', { isRepeatable: true })
  readonly resource!: readonly string[];
}

const namesOf = (count: number): string => Array.from({ length: count }, (_, index) => `p${index}`).join('&');

describe('a form', () => {
  it('gives its parameters without the empty ones', () => {
    expect(parametersOf(Request)).toMatchObject([{ name: 'resource', isRepeatable: true }]);
    const reading = readForm('a=1&b=&c=x+y&&resource=r1&resource=r2&');
    expect('parameters' in reading && [...reading.parameters]).toEqual([
      ['a', '1'],
      ['c', 'x y'],
      ['resource', 'r1'],
      ['resource', 'r2'],
    ]);
  });

  it.each(['a=1&a=1', 'a=&a=1', 'a&a', '%61=1&a=2'])('with a parameter twice (%s) is refused', (text) => {
    expect(readForm(text)).toEqual({ refusal: 'a must not be repeated; send it once' });
  });

  it('of more parameters than any request has is refused before one is decoded', () => {
    expect(readForm(namesOf(MAX_PARAMETERS))).toHaveProperty('parameters');
    expect(readForm(namesOf(MAX_PARAMETERS + 1))).toHaveProperty('refusal');
    expect(readForm(`${'&'.repeat(1000)}a=1`)).toHaveProperty('parameters');
  });
});
