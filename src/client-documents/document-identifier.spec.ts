import { faultOfAddress } from './document-identifier';

describe('the address of a document', () => {
  it.each(['https://localhost/client.json', 'https://127.0.0.1:8443/client.json', 'https://[::1]/client.json'])(
    '%s is on the machine of the server, so the issuer has to be there too',
    (client_id) => {
      expect(faultOfAddress(client_id, { allowsQuery: false, isOnThisMachine: true })).toBeUndefined();
      expect(faultOfAddress(client_id, { allowsQuery: false, isOnThisMachine: false })).toMatch(
        /^client_id must not be on the machine of the server; /,
      );
    },
  );

  it.each([
    'https://App.example/client.json',
    'https://app.example:443/client',
    'https://app.example/a/',
    'https://a.example/%7e',
  ])('%s is taken as it is', (client_id) => {
    expect(faultOfAddress(client_id, { allowsQuery: false, isOnThisMachine: false })).toBeUndefined();
  });
});
