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
    <span className={cn("drain-mark", large && "large")}>
      {children}
      <StateGlyph state="draining" label="draining" />
    </span>
  );
}
