import type { ReactNode } from "react";
import type { InstanceRow } from "@/lib/registry/select";
import { cn } from "../ui/cn";
import { StateGlyph } from "../ui/state-glyph";

/** Puts the shape of draining at the edge of a drawing of liveness: two things, both to be seen. */
export function DrainMark({
  row: { adminState },
  large,
  children,
}: {
  row: Pick<InstanceRow, "adminState">;
  large?: boolean;
  children: ReactNode;
}) {
  if (adminState !== "draining") return children;
  return (
    <span className={large ? "relative block" : "relative inline-flex"}>
      {children}
      <StateGlyph
        state="draining"
        label="draining"
        className={cn(
          "absolute rounded-full bg-panel shadow-[0_0_0_1.5px_var(--bg-1)]",
          large ? "top-2 right-3 size-5.5" : "-right-0.75 -bottom-0.75 size-3",
        )}
      />
    </span>
  );
}
