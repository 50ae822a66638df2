import { FIRST_STATE, type StageState, stageStateSchema } from "@/lib/stage/state";

const NAME = "rollcall.stage";
/** A state that was left this long ago belongs to another talk. */
const TALK_MS = 3 * 60 * 60 * 1000;

export interface StageLink {
  state(): StageState;
  /** Shown in every window of this browser, and again after a reload. An older version is passed over. */
  put(state: StageState): void;
  subscribe(listener: () => void): () => void;
  stop(): void;
}

export interface LinkWorld {
  now(): number;
  read(): string | null;
  write(text: string): void;
  send(text: string): void;
  onReceive(listener: (text: string) => void): () => void;
}

/** Keeps the windows of a talk in step: what one puts, all show. */
export function createStageLink(world: LinkWorld): StageLink {
  const listeners = new Set<() => void>();
  let state = remembered(world);

  function take(next: StageState): boolean {
    if (next.version <= state.version) return false;
    state = next;
    for (const listener of [...listeners]) listener();
    return true;
  }

  const off = world.onReceive((text) => {
    const next = parse(text);
    if (next) take(next);
  });
  return {
    state: () => state,
    put(next) {
      if (!take(next)) return;
      const text = JSON.stringify(next);
      world.write(text);
      world.send(text);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      off();
      listeners.clear();
    },
  };
}

/** A picture that was frozen cannot be had again: after a reload the room sees now. */
function remembered(world: LinkWorld): StageState {
  const found = parse(world.read());
  if (!found) return FIRST_STATE;
  if (world.now() - found.since > TALK_MS)
    return { ...FIRST_STATE, version: found.version, ttlSeconds: found.ttlSeconds };
  return found;
}

function parse(text: string | null): StageState | null {
  if (text === null) return null;
  try {
    return stageStateSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

export function browserLink(): StageLink {
  const channel = new BroadcastChannel(NAME);
  const link = createStageLink({
    now: () => Date.now(),
    read: () => localStorage.getItem(NAME),
    write: (text) => localStorage.setItem(NAME, text),
    send: (text) => channel.postMessage(text),
    onReceive(listener) {
      const hear = ({ data }: MessageEvent) => listener(String(data));
      channel.addEventListener("message", hear);
      return () => channel.removeEventListener("message", hear);
    },
  });
  return {
    ...link,
    stop() {
      link.stop();
      channel.close();
    },
  };
}
