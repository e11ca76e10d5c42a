/** The results of a function for each item, one after the other as they are read. */
export async function* mapped<Item, Result>(
  items: AsyncIterable<Item>,
  result: (item: Item) => Result,
): AsyncGenerator<Result> {
  for await (const item of items) yield result(item);
}
