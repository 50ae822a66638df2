"use client";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/tag";
import { usePages } from "./use-pages";

const KEYS: readonly { keys: readonly string[]; means: string }[] = [
  { keys: ["⌘K", "Ctrl K"], means: "Find anything, run a command" },
  { keys: ["/"], means: "Filter what this page lists" },
  { keys: ["j", "k"], means: "Next and previous row" },
  { keys: ["Home", "End"], means: "First and last row" },
  { keys: ["Enter"], means: "Open the row" },
  { keys: ["x"], means: "Tick the row, or untick it" },
  { keys: ["e"], means: "Evict what is ticked, or the row" },
  { keys: ["d"], means: "Drain it, or resume it" },
  { keys: ["u"], means: "Put back what was evicted last" },
  { keys: ["Esc"], means: "Close, or empty the filter" },
];
const LAST = { keys: ["?"], means: "This list" };

export function HelpDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const pages = usePages().map((page) => ({ keys: ["g", page.key], means: `Go to ${page.label}` }));
  return (
    <Dialog open={open} onClose={onClose} title="Keyboard">
      <dl className="grid gap-0.5">
        {[...KEYS, ...pages, LAST].map(({ keys, means }) => (
          <div className="flex items-center gap-4 py-1.25 text-12 text-prose" key={means}>
            <dt className="flex w-[110px] flex-none gap-1.25">
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd>{means}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
