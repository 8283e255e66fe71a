import type { ObjectStore } from '#shared/store/object-store.ts';

/** A real store with some of its answers changed: faults injected on purpose. */
export function storeWith(store: ObjectStore, changes: Partial<ObjectStore>): ObjectStore {
  return new Proxy(store, {
    get: (target, name) => {
      if (name in changes) return Reflect.get(changes, name);
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}
