import type { Adapter, AdapterPayload } from 'oidc-provider';

/** The storage of one test provider. The storage of the library is one for all providers of a process. */
export const memoryAdapter = (): ((name: string) => Adapter) => {
  const stored = new Map<string, AdapterPayload>();
  return (name) => {
    const keyOf = (id: string): string => `${name}:${id}`;
    const by = (is: (payload: AdapterPayload) => boolean): Promise<AdapterPayload | undefined> =>
      Promise.resolve([...stored].find(([key, payload]) => key.startsWith(`${name}:`) && is(payload))?.[1]);
    return {
      upsert: (id, payload) => Promise.resolve(void stored.set(keyOf(id), payload)),
      find: (id) => Promise.resolve(stored.get(keyOf(id))),
      findByUid: (uid) => by((payload) => payload.uid === uid),
      findByUserCode: (userCode) => by((payload) => payload.userCode === userCode),
      destroy: (id) => Promise.resolve(void stored.delete(keyOf(id))),
      revokeByGrantId: (grantId) => {
        for (const [key, payload] of stored) if (payload.grantId === grantId) stored.delete(key);
        return Promise.resolve();
      },
      consume: (id) => {
        const payload = stored.get(keyOf(id));
        if (payload) stored.set(keyOf(id), { ...payload, consumed: Math.floor(Date.now() / 1000) });
        return Promise.resolve();
      },
    };
  };
};
