import { cn } from "@/components/ui/cn";

/** Alive and static are the normal case; the others have the ground of their colour. */
export type LightState = "alive" | "static" | "late" | "gone" | "time";

const QUIET: ReadonlySet<LightState> = new Set(["alive", "static"]);

/** The frame of a light in the top bar; it carries its state as `data-state`, too, which brings the colours. */
export function lightClass(state: LightState, large = false): string {
  return cn(
    "inline-flex flex-none items-center gap-2 whitespace-nowrap rounded-control border px-2.75 transition-colors duration-panel",
    large ? "h-9 text-15" : "h-7.5 text-12",
    QUIET.has(state)
      ? "border-line bg-panel text-prose [&>b]:text-ink"
      : "border-state/45 bg-state-wash text-state [&>b]:text-state",
  );
}

/** Its lamp: round with a halo where all is well, broken where it is late. */
export function Lamp({ state }: { state: LightState }) {
  return (
    <span
      className={cn(
        "relative size-2 flex-none",
        state === "late"
          ? "rounded-[1px] bg-[linear-gradient(90deg,var(--c)_0_3px,transparent_3px_5px,var(--c)_5px)]"
          : "rounded-full bg-state",
        state === "alive" &&
          "after:absolute after:-inset-1 after:rounded-full after:border-[1.5px] after:border-state after:opacity-35",
      )}
      aria-hidden
    />
  );
}
