import type { Answer } from './test-server';

/** Asks until the answer is not 503 any more. */
export const untilServed = async (ask: () => Promise<Answer>): Promise<Answer> => {
  for (;;) {
    const answer = await ask();
    if (answer.status !== 503) return answer;
  }
};
