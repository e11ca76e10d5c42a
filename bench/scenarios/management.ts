import { type Answer, mustHave, type Scenario } from './scenario';

export const MANAGEMENT: readonly Scenario[] = [
  {
    name: 'management-get',
    title: 'Reading a registration (RFC 7592) with its registration access token',
    expected: 200,
    requests: (target) => target.readings(),
    verify: (answer: Answer): void => {
      mustHave(answer, ['client_id']);
    },
  },
];
