/**
 * Works on items side by side, at most `atOnce` of them, and yields the outcomes in the order of the items, each as soon
 * as those before it are there. `work` must not throw: nobody may be waiting for it yet.
 */
export async function* sideBySide<Item, Outcome>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Outcome>,
): AsyncGenerator<Outcome> {
  const slots = items.map((item) => ({ item, ...Promise.withResolvers<Outcome>() }));
  const waiting = [...slots];
  const lane = async (): Promise<void> => {
    for (let slot = waiting.shift(); slot !== undefined; slot = waiting.shift()) {
      await work(slot.item).then(slot.resolve, slot.reject);
    }
  };
  for (let count = 0; count < atOnce; count += 1) void lane();
  for (const { promise } of slots) yield await promise;
}
