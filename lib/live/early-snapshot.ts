/**
 * In the page's head: asks for the view while the scripts are still on their way. `takeEarlySnapshot` hands the answer
 * to the first who wants it.
 */
export const EARLY_SNAPSHOT = `window.rollcallEarlySnapshot=fetch("/api/v1/snapshot",{cache:"no-store"});window.rollcallEarlySnapshot.catch(function(){})`;

declare global {
  var rollcallEarlySnapshot: Promise<Response> | undefined;
}

/** Once; null afterwards, and where it failed. */
export async function takeEarlySnapshot(): Promise<Response | null> {
  const early = globalThis.rollcallEarlySnapshot;
  globalThis.rollcallEarlySnapshot = undefined;
  try {
    return (await early) ?? null;
  } catch {
    return null;
  }
}
