import { describe, expect, it } from "vitest";
import { FIRST_STATE } from "@/lib/stage/state";
import { stageKey } from "./stage-keys";
import { createStageLink, type StageLink } from "./stage-link";

/** Windows of one browser: one memory, and what one sends all others hear. */
function browser(now = 1_000) {
  let memory: string | null = null;
  const ears = new Map<StageLink, (text: string) => void>();
  return {
    remember: (text: string) => {
      memory = text;
    },
    open(): StageLink {
      let own: ((text: string) => void) | null = null;
      const link: StageLink = createStageLink({
        now: () => now,
        read: () => memory,
        write: (text) => {
          memory = text;
        },
        send: (text) => {
          for (const [other, hear] of ears) if (other !== link) hear(text);
        },
        onReceive(listener) {
          own = listener;
          return () => {
            own = null;
          };
        },
      });
      ears.set(link, (text) => own?.(text));
      return link;
    },
  };
}

describe("the windows of a talk", () => {
  it("show the same, whichever of them was told", () => {
    const windows = browser();
    const [room, speaker] = [windows.open(), windows.open()];
    let heard = 0;
    room.subscribe(() => heard++);
    speaker.put({ ...FIRST_STATE, version: 1, act: 3, since: 900 });
    expect(room.state().act).toBe(3);
    room.put({ ...room.state(), version: 2, black: true });
    expect([speaker.state().black, heard]).toEqual([true, 2]);
  });

  it("pass over what is older than what they show", () => {
    const windows = browser();
    const [room, speaker] = [windows.open(), windows.open()];
    room.put({ ...FIRST_STATE, version: 5, act: 4, since: 900 });
    speaker.put({ ...FIRST_STATE, version: 3, act: 1, since: 900 });
    expect([room.state().act, speaker.state().act]).toEqual([4, 4]);
  });

  it("outlive a reload, but not another talk, nor nonsense in the memory", () => {
    const windows = browser();
    windows.open().put({ ...FIRST_STATE, version: 1, act: 2, since: 900 });
    expect(windows.open().state().act).toBe(2);
    const later = browser(900 + 4 * 60 * 60 * 1000);
    later.remember(JSON.stringify({ ...FIRST_STATE, version: 6, act: 2, since: 900, ttlSeconds: 3 }));
    expect(later.open().state()).toMatchObject({ act: 0, ttlSeconds: 3, version: 6 });
    for (const nonsense of ["", "{", '{"act":1}', "null"]) {
      const broken = browser();
      broken.remember(nonsense);
      expect(broken.open().state()).toEqual(FIRST_STATE);
    }
  });
});

describe("the keys of the stage", () => {
  it("take what clickers send", () => {
    for (const key of ["ArrowRight", "PageDown", " "]) expect(stageKey(key)).toEqual({ kind: "next" });
    for (const key of ["ArrowLeft", "PageUp"]) expect(stageKey(key)).toEqual({ kind: "back" });
    for (const key of ["b", "B", "."]) expect(stageKey(key)).toEqual({ kind: "black" });
  });

  it("lead to acts by number, and mean nothing else", () => {
    expect(stageKey("3")).toEqual({ kind: "act", act: 2 });
    for (const key of ["0", "x", "Tab", "Shift", "F5"]) expect(stageKey(key)).toBeNull();
  });
});
