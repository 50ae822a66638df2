/** Everybody who attacks, in a process of their own. */
import { type Answers, createHostilePage, type HostilePage } from "../attack/hostile-page";
import { createHostileWriter, type HostileWriter, type Written } from "../attack/hostile-writer";
import { createSlowReaders, type SlowReaders } from "../attack/slow-readers";
import { serve } from "../worker";

export interface Attacked {
  written: Written;
  answers: Answers;
  /** Connections by what they did. */
  opened: Record<string, number>;
}

let writer: HostileWriter | undefined;
let page: HostilePage | undefined;
let readers: SlowReaders | undefined;

/** Writes what stays. The others attack already. */
async function plant({ hosts, url }: { hosts: string; url: string }): Promise<void> {
  writer = createHostileWriter(hosts);
  page = createHostilePage(url);
  readers = createSlowReaders(url);
  page.start();
  readers.start();
  await writer.plant();
}

function goOn(): void {
  writer?.start();
}

async function stop(): Promise<Attacked> {
  if (!writer || !page || !readers) throw new Error("plant first");
  const [written, answers, opened] = await Promise.all([writer.stop(), page.stop(), readers.stop()]);
  return { written, answers, opened };
}

const calls = { plant, goOn, stop };
export type AttackersCalls = typeof calls;
serve(calls);
