import { RefusalCounts } from './refusal-counts';

describe('the counts of refusals', () => {
  it('are by type and network, and begin again when they are taken', () => {
    const counts = new RefusalCounts();
    counts.add('registration.refused', '192.0.2.0');
    counts.add('registration.refused', '192.0.2.0');
    counts.add('authentication.refused', '192.0.2.0');
    counts.add('registration.refused', '2001:db8::');
    expect(counts.take()).toEqual([
      { type: 'registration.refused', network: '192.0.2.0', count: 2 },
      { type: 'authentication.refused', network: '192.0.2.0', count: 1 },
      { type: 'registration.refused', network: '2001:db8::', count: 1 },
    ]);
    expect(counts.take()).toEqual([]);
  });

  it('have one count for all networks beyond a hundred, and lose none', () => {
    const counts = new RefusalCounts();
    for (let round = 0; round < 2; round += 1)
      for (let index = 0; index < 5000; index += 1)
        counts.add('authentication.refused', `10.${index >> 8}.${index & 255}.0`);
    const taken = counts.take();
    expect(taken).toHaveLength(101);
    expect(taken.at(-1)).toEqual({ type: 'authentication.refused', count: 9800 });
  });
});
