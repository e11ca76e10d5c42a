import type { FastifyReply } from 'fastify';
import type { Issuer } from '../../../core/issuer';
import type { PageQuery } from './page-query.dto';

/** What a page is of. */
interface List<Item> {
  readonly issuer: Issuer;
  /** The path of the list, such as `/admin/clients`. */
  readonly path: string;
  readonly query: PageQuery;
  /** The identifier by which the list is sorted. */
  readonly idOf: (item: Item) => string;
}

/** How many items to read for a page: one more than it has, which shows whether there is another page. */
export const mostOf = ({ limit }: PageQuery): number => limit + 1;

/** The items of the page among those that were read. If there are more, the header `Link` names the next page (RFC 8288). */
export const pageOf = <Item>(
  reply: FastifyReply,
  read: readonly Item[],
  { issuer, path, query, idOf }: List<Item>,
): readonly Item[] => {
  const items = read.slice(0, query.limit);
  const last = items.at(-1);
  if (read.length > items.length && last !== undefined) linkNext(reply, { issuer, path, query, after: idOf(last) });
  return items;
};

/** Names the page after an item in the header `Link`. */
export const linkNext = (
  reply: FastifyReply,
  { issuer, path, query, after }: Pick<List<never>, 'issuer' | 'path' | 'query'> & { readonly after: string },
): void => {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries<unknown>({ ...query, after }))
    parameters.set(name, value instanceof Date ? value.toISOString() : String(value));
  void reply.header('Link', `<${issuer.addressOf(path)}?${parameters.toString()}>; rel="next"`);
};
