/** The benches beside this one, by their command. Their scenarios need a registry, people or receivers of their own. */
export const OTHER_BENCHES: Readonly<Record<string, string>> = {
  'npm run bench:governance': 'registrations with a policy, an initial access token and a quota, beside plain ones',
  'npm run bench:sign-in': 'authorizations of people, redemptions of codes, refreshes and their repetitions',
  'npm run bench:webhooks': 'deliveries of events to webhooks',
  'npm run bench:log': 'the sealing of the log of events, and the commands that read it',
  'npm run bench:growth': 'the cost of every endpoint with a thousand and with a million clients',
  'npm run bench:search': 'lists, searches and statistics of many clients',
  'npm run bench:transfer': 'the import and the export of clients',
  'npm run bench:soak': 'memory and response times under load for a long time',
};
