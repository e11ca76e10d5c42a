import { coveredBy, hostsOfBoth, isHostEntry } from '../host-list';
import type { Json } from '../json';
import { named } from '../lists';
import { Misuse } from '../operator';
import { stringCheck } from '../string-check';
import { readStrings } from '../operands';
import { hostOf } from '../uri';

const readHosts = (value: Json): readonly string[] | Misuse =>
  readStrings(
    value,
    isHostEntry,
    new Misuse(
      'must be a list of hosts in lower case, without scheme and port',
      'write [api.example], or [*.partner.example] for all hosts below a domain',
    ),
  );

/**
 * `hosts`, an operator of this server: a URI, or each URI of a list, has one of these hosts, on any port. `*.a.example`
 * matches all hosts below `a.example`, but not `a.example` itself. A URI without a host does not pass.
 */
export const hostsOperator = stringCheck<readonly string[]>({
  name: 'hosts',
  read: readHosts,
  merge: (superior, subordinate) => {
    const both = hostsOfBoth(superior, subordinate);
    return both.length > 0 ? both : new Misuse('must have a host in common', 'name a host that the other covers too');
  },
  prepare: (hosts) => {
    const isCovered = coveredBy(hosts);
    return (uri) => {
      const host = hostOf(uri);
      return host !== undefined && isCovered(host);
    };
  },
  ruleOf: (hosts) => `must have one of the hosts ${named(hosts)}`,
  remedy: 'use one of these hosts',
});
