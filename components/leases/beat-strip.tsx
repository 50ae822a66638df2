"use client";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useLiveStore } from "@/components/live/live-provider";
import { cn } from "@/components/ui/cn";
import { useLeases } from "./lease-provider";
import { STRIP_LENGTH, type StripItem, stripSentence } from "./strip";
import { beatWords, stepInStrip } from "./strip-walk";

const PITCH = 5;
const BAR = 3;

/**
 * The last heartbeats, newest right. A bar stands only for one that somebody saw. One stop for the keyboard: arrow keys
 * walk the bars. In a row of a table the right arrow leads into it, so that a table stays one stop.
 */
export function BeatStrip({
  items,
  inRow,
  wide,
  className,
}: {
  items: readonly StripItem[];
  inRow?: boolean;
  /** As wide as there is room. */
  wide?: boolean;
  className?: string;
}) {
  const strip = useRef<SVGSVGElement>(null);
  const tip = useRef<HTMLSpanElement>(null);
  const [walked, setWalked] = useState<number | null>(null);
  const leases = useLeases();
  const store = useLiveStore();
  const offset = STRIP_LENGTH - items.length;

  const show = (index: number | null) => {
    setWalked(index);
    const item = index === null ? undefined : items[index];
    const box = strip.current?.getBoundingClientRect();
    if (!tip.current || !box) return;
    if (index === null || !item) return tip.current.hidePopover();
    const words = beatWords(item, Date.now() + store.getState().clockOffsetMs);
    tip.current.textContent = words;
    tip.current.style.setProperty("--x", `${box.left + ((offset + index + 0.5) / STRIP_LENGTH) * box.width}px`);
    tip.current.style.setProperty("--y", `${box.top}px`);
    tip.current.showPopover();
    return words;
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && walked !== null) {
      event.stopPropagation();
      show(null);
      return;
    }
    const to = stepInStrip(event.key, walked, items.length);
    if (to === null) return;
    event.preventDefault();
    event.stopPropagation();
    const words = show(to);
    if (words) leases?.say(words);
  };

  useEffect(() => {
    const row = inRow ? strip.current?.closest<HTMLElement>("[role=row]") : null;
    if (!row) return;
    const enter = (event: globalThis.KeyboardEvent) => {
      if (event.key === "ArrowRight" && event.target === row) strip.current?.focus();
    };
    row.addEventListener("keydown", enter);
    return () => row.removeEventListener("keydown", enter);
  }, [inRow]);

  return (
    <span className={cn("leading-0", wide ? "block w-full" : "inline-block align-middle", className)}>
      <svg
        ref={strip}
        className={cn("block h-4 flex-none overflow-visible", wide ? "w-full" : "w-37")}
        fill="none"
        strokeWidth={BAR}
        viewBox={`0 0 ${STRIP_LENGTH * PITCH - 2} 16`}
        preserveAspectRatio="none"
        role="img"
        aria-label={stripSentence(items)}
        tabIndex={inRow ? -1 : 0}
        onKeyDown={onKeyDown}
        onBlur={() => show(null)}
        onPointerMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          const index = Math.floor(((event.clientX - box.left) / box.width) * STRIP_LENGTH) - offset;
          if (index !== walked) show(index >= 0 && index < items.length ? index : null);
        }}
        onPointerLeave={() => show(null)}
      >
        <Bars items={items} offset={offset} />
        {walked !== null && (
          <path
            className="stroke-ink"
            strokeWidth={1}
            d={`M${(offset + walked) * PITCH + BAR / 2} -1V17`}
            vectorEffect="none"
          />
        )}
      </svg>
      <span ref={tip} popover="manual" className={TIP} />
    </span>
  );
}

const TIP =
  "pointer-events-none fixed inset-auto top-[calc(var(--y)-8px)] left-[clamp(8px,calc(var(--x)-120px),calc(100vw-260px))] m-0 w-max max-w-63 -translate-y-full whitespace-normal rounded-control border border-line bg-raised px-2.25 py-1.25 font-sans text-ink text-meta leading-body shadow-toast";

const LINE = {
  ok: { className: "stroke-alive-quiet" },
  late: { className: "stroke-late" },
  missed: { className: "stroke-late", strokeWidth: 2 },
  expired: { className: "stroke-gone" },
  unseen: { className: "stroke-faint", strokeWidth: 1 },
  registered: { className: "stroke-muted", strokeWidth: 1 },
} as const;

const KINDS = Object.keys(LINE) as (keyof typeof LINE)[];

/** One path for all the bars of a kind: a table has hundreds of them. */
function Bars({ items, offset }: { items: readonly StripItem[]; offset: number }) {
  const paths: Partial<Record<keyof typeof LINE, string>> = {};
  const add = (name: keyof typeof LINE, d: string) => {
    paths[name] = (paths[name] ?? "") + d;
  };
  items.forEach((item, index) => {
    const x = (offset + index) * PITCH;
    const middle = x + BAR / 2;
    if (item.kind === "on-time" || item.kind === "exact") add("ok", `M${middle} 2V14`);
    else if (item.kind === "late") add("late", `M${middle} 5V14`);
    else if (item.kind === "missed") add("missed", `M${x} 13h${BAR}`);
    else if (item.kind === "unseen") add("unseen", `M${middle} 6V10`);
    else if (item.kind === "expired") add("expired", `M${middle} 0V16`);
    else add("registered", `M${x + BAR} 1.5H${x + 0.5}V15`);
  });
  return KINDS.map((name) => paths[name] && <path key={name} {...LINE[name]} d={paths[name]} />);
}
