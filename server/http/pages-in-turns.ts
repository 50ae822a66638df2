import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "@/lib/clock";
import type { Gate } from "./gate";
import { ClientGone } from "./reply";
import { pathOf } from "./target";
import type { Turns } from "./turns";

export type RenderPage = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface PagesInTurnsOptions {
  render: RenderPage;
  gate: Gate;
  turns: Turns;
  clock: Pick<Clock, "setTimeout">;
}

/** Built once and read from the disk: nothing is rendered for it. */
const FILES = "/_next/static/";
const LOOK_MS = 250;

/**
 * Renders a few pages at a time and begins each in a turn of its own, because rendering cannot be interrupted. Whoever
 * takes a page slowly gives its place away: it is rendered by then, and twenty who read nothing would keep all others out.
 */
export function pagesInTurns({ render, gate, turns, clock }: PagesInTurnsOptions): RenderPage {
  return async (request, response) => {
    if (pathOf(request.url).startsWith(FILES)) return render(request, response);
    const gone = new AbortController();
    response.once("close", () => gone.abort(new ClientGone()));
    const leave = await gate.enter(gone.signal);
    let cancel = clock.setTimeout(look, LOOK_MS);
    function look(): void {
      if (response.writableNeedDrain) leave();
      else cancel = clock.setTimeout(look, LOOK_MS);
    }
    try {
      await turns.next();
      gone.signal.throwIfAborted();
      await render(request, response);
    } finally {
      cancel();
      leave();
    }
  };
}
