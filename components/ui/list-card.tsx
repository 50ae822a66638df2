import type { ReactNode } from "react";
import { Card } from "./card";

/** The surface of a list. On phones it has no frame of its own and reaches the edges of the screen. */
export function ListCard({ children }: { children: ReactNode }) {
  return (
    <Card
      flush
      className="max-sm:-mx-4 max-sm:rounded-none max-sm:border-x-0 max-sm:border-b-0 max-sm:bg-transparent max-sm:shadow-none"
    >
      {children}
    </Card>
  );
}
