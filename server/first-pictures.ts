import type { Logger } from "pino";
import type { Clock } from "@/lib/clock";
import { firstPicture } from "@/lib/map/first-picture";
import type { Grouping } from "@/lib/map/grouping";
import type { Turns } from "./http/turns";
import type { Registry } from "./registry/registry";
import type { ServiceIndex } from "./routes/service-index";

/** The map as it stands in a page before its scripts run; null where there is none to show. */
export type FirstPictureOf = (grouping: Grouping) => Promise<string | null>;

export interface FirstPicturesOptions {
  registry: { view: Registry["view"]; status(): Pick<ReturnType<Registry["status"]>, "state"> };
  services: ServiceIndex;
  dependencyFields: readonly string[];
  clock: Pick<Clock, "now">;
  log: Pick<Logger, "error">;
  /** In which pictures are drawn. */
  turns: Turns;
  /** For so long a picture is given away again although the view has moved on. */
  maxAgeMs?: number;
}

/** Made once per view and grouping, and not more often than every `maxAgeMs`, however many pages are opened. */
export function createFirstPictures({
  registry,
  services,
  dependencyFields,
  clock,
  log,
  turns,
  maxAgeMs = 1_000,
}: FirstPicturesOptions): FirstPictureOf {
  const made = new Map<Grouping, { madeAt: number; view: object; picture: Promise<string | null> }>();
  return async (grouping) => {
    const view = registry.view();
    // What is stale would look as if it were so now.
    if (!view || registry.status().state !== "live") return null;
    const known = made.get(grouping);
    if (known && (known.view === view || clock.now() - known.madeAt <= maxAgeMs)) return known.picture;
    // A page is whole without it.
    const picture = firstPicture(services.of(view), grouping, dependencyFields, () => turns.next()).catch(
      (err: unknown) => {
        log.error({ err }, "The map's first picture could not be drawn");
        return null;
      },
    );
    made.set(grouping, { madeAt: clock.now(), view, picture });
    return picture;
  };
}
