const EVERY_MS = 10;

/** A measurement with a longer stall says nothing about the percentiles of a server. */
export const MOST_STALL_MS = 50;

/**
 * Starts to look for stalls of the machine: this process does nothing meanwhile, so a timer that comes late shows that the
 * machine did not let it run. The function that it gives stops, and gives the longest delay in milliseconds.
 */
export const recordStalls = (): (() => number) => {
  let last = performance.now();
  let longest = 0;
  const look = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last - EVERY_MS);
    last = now;
  };
  const timer = setInterval(look, EVERY_MS);
  return () => {
    clearInterval(timer);
    look();
    return longest;
  };
};
