import type { Page } from "@playwright/test";

/**
 * Runs a function in the page. It must not refer to anything outside itself, but for one helper: the loader that runs us
 * names inner functions through `__name`, which a page does not have.
 */
export function inPage<A, R>(page: Page, run: (input: A) => R, input: A): Promise<Awaited<R>> {
  const source = `(() => { const __name = (named) => named; return (${run.toString()})(${JSON.stringify(input)}); })()`;
  return page.evaluate(source) as Promise<Awaited<R>>;
}
