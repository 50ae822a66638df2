/** What a page of another origin can have a browser ask, and what any program without these headers can. */
import { setMaxListeners } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { Agent, request } from "undici";

/** By what was asked: how often it was answered how. */
export type Answers = Record<string, Record<string, number>>;

export interface HostilePage {
  start(): void;
  stop(): Promise<Answers>;
}

interface Ask {
  what: string;
  path: string | (() => string);
  /** Asked so often at once. */
  times?: number;
  method?: "GET" | "POST" | "PUT";
  headers?: Record<string, string>;
  body?: string;
}

/** A link that somebody follows. */
const FOLLOWED = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };
/** `<img src>`, as pages ask behind somebody's back. */
const BEHIND = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image" };
/** Another port of this machine. */
const NEIGHBOUR = { "sec-fetch-site": "same-site", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty" };

const LANES = 3;
const PAUSE_MS = 500;
const TIMEOUT_MS = 60_000;
const PROBLEM_BYTES = 4_096;

const words = (count: number) => Array.from({ length: count }, (_, index) => `-vq${index}`).join("+");

function asks(url: string, pastRevision: () => string): readonly Ask[] {
  const api = "/api/v1";
  const tooMany = `${api}/instances?q=${"-vq+".repeat(2_400)}`;
  const most = `${api}/instances?limit=1000&q=${words(40)}`;
  const past = () => `${api}/instances?limit=1000&at=${pastRevision()}`;
  return [
    { what: "query of 2,400 parts", path: tooMany },
    { what: "query of 2,400 parts, behind somebody's back", path: tooMany, headers: BEHIND },
    { what: "query of 40 parts", path: most, times: 5 },
    { what: "/?by=datacenter, followed", path: "/?by=datacenter", headers: FOLLOWED },
    { what: "/?by=datacenter, behind somebody's back", path: "/?by=datacenter", headers: BEHIND },
    {
      what: "exports in YAML, five at once",
      path: `${api}/exports`,
      times: 5,
      headers: { accept: "application/yaml" },
    },
    { what: "exports in JSON, five at once", path: `${api}/exports`, times: 5 },
    { what: "exports, same-site", path: `${api}/exports`, headers: NEIGHBOUR },
    { what: "?at= of one revision, thirty at once", path: past, times: 30 },
    {
      what: "?at= of thirty revisions at once",
      path: () => `${past()}`.replace(/\d+$/, (at) => String(Math.max(1, Number(at) - Math.floor(Math.random() * 30)))),
      times: 30,
    },
    { what: "snapshot, five at once", path: `${api}/snapshot`, times: 5 },
    { what: "events, followed", path: "/events?q=crowd", headers: FOLLOWED },
    { what: "audit, followed", path: "/audit", headers: FOLLOWED },
    { what: "leases and instances, followed", path: "/leases", headers: FOLLOWED },
    { what: "services with a long query, followed", path: `/services?q=${words(40)}`, headers: FOLLOWED },
    { what: "unrecognized keys", path: `${api}/unrecognized?limit=1000`, times: 5 },
    { what: "a body for a page", path: "/", method: "POST", body: "x".repeat(1 << 20) },
    {
      what: "import of brackets, from a program",
      path: `${api}/imports?dryRun=true`,
      method: "POST",
      headers: { "content-type": "application/json", origin: url },
      body: JSON.stringify({ file: "[".repeat(3_000) }),
    },
    {
      what: "import, from another origin",
      path: `${api}/imports?dryRun=true`,
      method: "POST",
      headers: { "content-type": "application/yaml", origin: "http://127.0.0.1:1" },
      body: "[]",
    },
  ];
}

/** Three at a time, each after the answer to the one before it and a moment. */
export function createHostilePage(url: string): HostilePage {
  const agent = new Agent({ connections: 64, bodyTimeout: TIMEOUT_MS, headersTimeout: TIMEOUT_MS });
  const answers: Answers = {};
  const ending = new AbortController();
  // Everything that is under way listens to it.
  setMaxListeners(0, ending.signal);
  let revision = "1";
  let running: Promise<unknown> = Promise.resolve();

  async function ask({ what, path, method = "GET", headers = {}, body }: Ask): Promise<void> {
    let outcome: string;
    try {
      const answer = await request(`${url}${typeof path === "string" ? path : path()}`, {
        dispatcher: agent,
        method,
        headers,
        signal: ending.signal,
        ...(body === undefined ? {} : { body }),
      });
      let start = "";
      for await (const part of answer.body)
        if (start.length < PROBLEM_BYTES) start += String(part).slice(0, PROBLEM_BYTES);
      revision = /"revision":"(\d+)"/.exec(start)?.[1] ?? revision;
      const code = answer.statusCode < 400 ? null : /"code":"([^"]+)"/.exec(start)?.[1];
      outcome = code ? `${answer.statusCode} ${code}` : String(answer.statusCode);
    } catch (error) {
      if (ending.signal.aborted) return;
      outcome = error instanceof Error && "code" in error ? String(error.code) : String(error);
    }
    answers[what] ??= {};
    answers[what][outcome] = (answers[what][outcome] ?? 0) + 1;
  }

  async function lane(first: number): Promise<void> {
    const all = asks(url, () => revision);
    for (let turn = first; !ending.signal.aborted; turn++) {
      const one = all[turn % all.length];
      if (one) await Promise.all(Array.from({ length: one.times ?? 1 }, () => ask(one)));
      await pause(PAUSE_MS);
    }
  }

  return {
    start() {
      const length = asks(url, () => revision).length;
      running = Promise.all(Array.from({ length: LANES }, (_, index) => lane(Math.floor((index * length) / LANES))));
    },
    async stop() {
      ending.abort();
      await running;
      await agent.destroy();
      return answers;
    },
  };
}
