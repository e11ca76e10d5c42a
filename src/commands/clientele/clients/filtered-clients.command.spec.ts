import { FILTER_MEMBERS } from '../../../client-search/client-filter';
import { filterOf, type FilterOptions } from './filtered-clients.command';

describe('the options that select clients', () => {
  it('are a filter, member by member', () => {
    const moment = new Date(0);
    const options: Required<FilterOptions> = {
      clientId: '019e',
      name: 'App',
      status: 'pending',
      softwareId: 'app',
      registrar: 'partner',
      initialAccessToken: 'token',
      policy: 'partners',
      redirectHost: 'app.example',
      grantType: 'refresh_token',
      registeredAfter: moment,
      registeredBefore: moment,
      usedAfter: moment,
      usedBefore: moment,
    };
    const filter = filterOf(options);
    expect(Object.keys(filter)).toEqual(FILTER_MEMBERS);
    expect(filter).toMatchObject({ name: 'App', initial_access_token: 'token', used_before: moment });
  });

  it('that are left out are not in it', () => {
    expect(filterOf({ name: 'App' })).toEqual({ name: 'App' });
    expect(filterOf({})).toEqual({});
  });
});
