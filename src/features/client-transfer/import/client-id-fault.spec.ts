import { clientIdFaultOf } from './client-id-fault';

describe('the identifier of a client of another server', () => {
  it.each(['my-app', 'app one', '0192f3a4-7c10-7bbd-a5c1-3f7f4c2e9a10', 'a'.repeat(200), 'user'])('can be %j', (id) => {
    expect(clientIdFaultOf(id)).toBeUndefined();
  });

  it.each(['', '.', '..', 'a'.repeat(201), 'ü', 'a\n', 'usr_alice'])('cannot be %j', (id) => {
    expect(clientIdFaultOf(id)).toMatch(/^must /);
  });
});
