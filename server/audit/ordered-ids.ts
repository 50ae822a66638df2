import { byText } from "@/server/routes/cursor";

/** Ids in their order, which is that of time. */
export interface OrderedIds {
  readonly size: number;
  at(index: number): string | undefined;
  /** Where the first stands that is not before `id`. */
  firstNotBelow(id: string): number;
  insert(id: string): void;
  remove(id: string): void;
  /** Takes the oldest out. */
  shift(): string | undefined;
}

export function createOrderedIds(): OrderedIds {
  const ids: string[] = [];

  function firstNotBelow(id: string): number {
    let low = 0;
    let high = ids.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (byText(ids[middle] ?? "", id) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    get size() {
      return ids.length;
    },
    at: (index) => ids[index],
    firstNotBelow,
    insert(id) {
      const last = ids.at(-1);
      if (last === undefined || last < id) ids.push(id);
      else ids.splice(firstNotBelow(id), 0, id);
    },
    remove(id) {
      const at = firstNotBelow(id);
      if (ids[at] === id) ids.splice(at, 1);
    },
    shift: () => ids.shift(),
  };
}
