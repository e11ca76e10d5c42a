/** Members as a rule or a default sees them, and whether it has read one that is faulty. */
export interface TrackedReads<Members> {
  readonly members: Members;
  readonly hasReadFaulty: () => boolean;
}

/**
 * Records whether one of the `faulty` members is read, so that rules that read only valid members still apply. Rules
 * need not declare which members they read.
 */
export const trackReads = <Members extends object>(
  members: Members,
  faulty: ReadonlySet<string>,
): TrackedReads<Members> => {
  if (faulty.size === 0) return { members, hasReadFaulty: never };
  let hasReadFaulty = false;
  const view = new Proxy(members, {
    get: (target, name): unknown => {
      if (typeof name === 'string' && faulty.has(name)) hasReadFaulty = true;
      return Reflect.get(target, name);
    },
  });
  return { members: view, hasReadFaulty: () => hasReadFaulty };
};

const never = (): boolean => false;
