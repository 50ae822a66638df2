"use client";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { errorOfProblem } from "@/components/api/api-error";
import { apiPath } from "@/components/api/request";
import { counted, NOTHING_SENT, type RequestTally, requestTallySchema, runLineSchema } from "@/lib/stage/tally";

const NAME = "rollcall.stage.requests";
const TELL_MS = 150;

export interface Requests {
  /** Null where none were sent. The window that sends them tells the others. */
  tally: RequestTally | null;
  /** Resolves when the first line has come; throws `ApiError` where the run is refused. */
  send(body: object): Promise<void>;
  /** Ends the run, and forgets what became of it. */
  stop(): void;
}

export function useRequests(): Requests {
  const [tally, setTally] = useState<RequestTally | null>(null);
  const channel = useRef<BroadcastChannel | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => {
    const opened = new BroadcastChannel(NAME);
    channel.current = opened;
    opened.onmessage = ({ data }) => {
      // Another window went on: what this one sends is of no use any more.
      if (data === null) running.current?.abort();
      setTally(data === null ? null : requestTallySchema.parse(data));
    };
    return () => {
      running.current?.abort();
      opened.close();
      channel.current = null;
    };
  }, []);

  const tell = useCallback((next: RequestTally | null) => {
    setTally(next);
    channel.current?.postMessage(next);
  }, []);

  const stop = useCallback(() => {
    running.current?.abort();
    running.current = null;
    tell(null);
  }, [tell]);

  const send = useCallback(
    async (body: object) => {
      running.current?.abort();
      const mine = new AbortController();
      running.current = mine;
      const response = await fetch(apiPath("test-requests"), {
        method: "POST",
        headers: { accept: "application/x-ndjson", "content-type": "application/json" },
        body: JSON.stringify(body),
        signal: mine.signal,
      });
      if (!response.ok || !response.body)
        throw errorOfProblem(response.status, await response.json().catch(() => null));
      void follow(response.body, tell).catch(() => {});
    },
    [tell],
  );
  return useMemo(() => ({ tally, send, stop }), [tally, send, stop]);
}

/** Ends with the stream, also where that is cut. */
async function follow(body: ReadableStream<Uint8Array>, tell: (tally: RequestTally) => void): Promise<void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let tally = NOTHING_SENT;
  let rest = "";
  let toldAt = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const lines = (rest + decoder.decode(value, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const text of lines) {
      const line = text ? runLineSchema.safeParse(JSON.parse(text)) : null;
      if (line?.success) tally = counted(tally, line.data);
    }
    const now = performance.now();
    if (now - toldAt < TELL_MS) continue;
    toldAt = now;
    tell(tally);
  }
  tell({ ...tally, sending: false });
}
