import { changesBetween } from './document-changes';

describe('the changes between two documents', () => {
  it('are operators that are added, changed and removed', () => {
    const before = { metadata_policy: { scope: { default: 'a', subset_of: ['a'] }, contacts: {} } };
    const after = { metadata_policy: { scope: { subset_of: ['a', 'b'], add: ['b'] } } };
    expect(changesBetween(before, after)).toEqual([
      { path: 'metadata_policy.contacts', before: {} },
      { path: 'metadata_policy.scope.add', after: ['b'] },
      { path: 'metadata_policy.scope.default', before: 'a' },
      { path: 'metadata_policy.scope.subset_of', before: ['a'], after: ['a', 'b'] },
    ]);
  });

  it('are rules too', () => {
    const before = { metadata_policy: {}, max_clients: 3, require_approval: true };
    const after = { metadata_policy: {}, max_clients: 4, rate_limit: { registrations: 1, seconds: 2 } };
    expect(changesBetween(before, after)).toEqual([
      { path: 'max_clients', before: 3, after: 4 },
      { path: 'rate_limit', after: { registrations: 1, seconds: 2 } },
      { path: 'require_approval', before: true },
    ]);
  });

  it('are none if only the order of members differs; null is a value', () => {
    const one = { metadata_policy: { scope: { value: null }, contacts: { add: ['a'] } } };
    const other = { metadata_policy: { contacts: { add: ['a'] }, scope: { value: null } } };
    expect(changesBetween(one, other)).toEqual([]);
    expect(changesBetween({ metadata_policy: {} }, { metadata_policy: { scope: { value: null } } })).toEqual([
      { path: 'metadata_policy.scope.value', after: null },
    ]);
  });
});
