/** Members as a rule sees them, and whether it has looked at one that is not sound. */
export interface Watched<Members> {
  readonly members: Members;
  readonly isDoubtful: () => boolean;
}

/**
 * Notes when one of `faulty` is read, so that what a rule says of other members counts although some are refused:
 * rules need not declare what they read.
 */
export const watched = <Members extends object>(members: Members, faulty: ReadonlySet<string>): Watched<Members> => {
  let isDoubtful = false;
  const view = new Proxy(members, {
    get: (target, name): unknown => {
      if (typeof name === 'string' && faulty.has(name)) isDoubtful = true;
      return Reflect.get(target, name);
    },
  });
  return { members: view, isDoubtful: () => isDoubtful };
};
