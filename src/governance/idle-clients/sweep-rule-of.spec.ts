import { MARGIN_MS, sweepRuleOf, type UseOfClient } from './sweep-rule-of';

const DAY_MS = 86_400_000;
const NOW = new Date('2026-06-30T00:00:00Z');
/** A moment so many days and the margin ago. */
const ago = (days: number): Date => new Date(NOW.getTime() - days * DAY_MS - MARGIN_MS);
const BY = { type: 'command', command: 'test' } as const;

const aUse = (own: Partial<UseOfClient>): UseOfClient => ({
  client_id: 'a',
  origin: 'registration',
  status: 'active',
  policies: [{ name: 'open', version: 1 }],
  created_at: ago(100),
  last_used_at: null,
  ...own,
});

describe('the rule by which a client is deleted', () => {
  const RULES = { delete_unused_after_days: 7, delete_idle_after_days: 30 };
  const unused = { rule: 'delete_unused_after_days', days: 7 };
  const idle = { rule: 'delete_idle_after_days', days: 30 };

  it.each([
    ['never used, in time', { created_at: ago(7) }, unused],
    ['never used, a moment early', { created_at: new Date(ago(7).getTime() + 1) }, undefined],
    ['idle, in time', { last_used_at: ago(30) }, idle],
    ['idle, a moment early', { last_used_at: new Date(ago(30).getTime() + 1) }, undefined],
    ['used, but not for the days of the other rule', { last_used_at: ago(10) }, undefined],
    ['approved late', { created_at: ago(50), status_change: { at: ago(6).getTime(), by: BY } }, undefined],
    ['approved and then never used', { status_change: { at: ago(7).getTime(), by: BY } }, unused],
    ['pending and never seen again', { status: 'pending', created_at: ago(7) }, unused],
    ['rejected', { status: 'rejected', status_change: { at: ago(7).getTime(), by: BY } }, unused],
    ['disabled', { status: 'disabled' }, undefined],
    ['the registrar of the environment', { origin: 'environment' }, undefined],
    ['a registrar', { origin: 'registrar' }, undefined],
    ['shared by equal registrations', { registration_hash: 'x' }, undefined],
  ] as const)('%s', (_what, use, rule) => {
    expect(sweepRuleOf(aUse(use), RULES, NOW)).toEqual(rule);
  });

  it('is none without rules, and a client that was never used is idle from its registration on', () => {
    expect(sweepRuleOf(aUse({}), {}, NOW)).toBeUndefined();
    expect(sweepRuleOf(aUse({ created_at: ago(30) }), { delete_idle_after_days: 30 }, NOW)).toEqual(idle);
    expect(sweepRuleOf(aUse({ last_used_at: ago(90) }), { delete_unused_after_days: 7 }, NOW)).toBeUndefined();
  });
});
