import { count, plural } from "@/components/ui/format";
import { type MapGraph, MOST_EDGES, MOST_NODES } from "@/lib/map/graph";

/** What of the registry is not on the map because it would be more than a picture. */
export function MapLeft({ graph: { left, grouping } }: { graph: MapGraph }) {
  if (left.nodes === 0 && left.edges === 0) return null;
  return (
    <p className="border-line-soft border-b bg-app px-3.5 py-1.75 text-12" role="status">
      {left.nodes > 0 && (
        <>
          The map has room for {count(MOST_NODES)} cards: {plural(left.nodes, "card is", "cards are")} left out, of the
          services with the fewest instances. {grouping !== "none" && "Without frames each service is one card. "}
        </>
      )}
      {left.edges > 0 && (
        <>
          It has no lines: {plural(left.edges, "call is", "calls are")} declared
          {left.edges > MOST_EDGES
            ? `, more than the ${count(MOST_EDGES)} that can be told apart`
            : ", some of them of cards that are not there"}
          .{" "}
        </>
      )}
      The list of services has all of them.
    </p>
  );
}
