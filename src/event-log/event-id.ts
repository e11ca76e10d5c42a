import { v7 as uuidv7 } from 'uuid';

/** The smallest id that an event of a moment may have; in milliseconds since 1970. */
export const idAt = (ms: number): string => uuidv7({ msecs: Math.max(0, ms), random: new Uint8Array(16), seq: 0 });
