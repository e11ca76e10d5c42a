/** For `jest.useFakeTimers({ doNotFake: ALL_BUT_DATE, now })`: only the clock is another, all that waits goes on. */
export const ALL_BUT_DATE = [
  ...(['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate'] as const),
  ...(['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] as const),
];
