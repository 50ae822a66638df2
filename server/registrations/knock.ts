import { connect } from "node:net";
import type { World } from "@/server/actions/action";
import type { Reach, Target } from "@/server/reach/reach.types";

const PATIENCE_MS = 2_000;

/** Whether a connection to an endpoint comes about, by the rules of what may be asked. Sends nothing. */
export function knocking(reach: Reach): World["reach"] {
  return async ({ host, port }) => {
    const resolution = await reach.resolve(host, port, AbortSignal.timeout(PATIENCE_MS)).catch(() => null);
    if (resolution === null) return { state: "unknown", words: `${host} was not resolved within 2 s.` };
    if (resolution.kind === "refused") return { state: "unknown", words: resolution.refusal.message };
    const failure = await knock(resolution.target);
    const where = `${resolution.target.address}:${port}`;
    return failure === null
      ? { state: "good", words: `Something listens at ${where}.` }
      : { state: "bad", words: `Nothing answers at ${where}: ${failure}.` };
  };
}

/** Null where it was accepted; else why not. */
function knock({ address, family, port }: Target): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, family, port, timeout: PATIENCE_MS });
    const done = (failure: string | null) => {
      socket.destroy();
      resolve(failure);
    };
    socket.once("connect", () => done(null));
    socket.once("timeout", () => done("no answer within 2 s"));
    socket.once("error", (error: NodeJS.ErrnoException) => done(error.code ?? error.message));
  });
}
