import { cn } from "@/components/ui/cn";
import { laneIds } from "@/lib/stage/acts/balancer";
import { LANES_MS } from "@/lib/stage/tally";
import type { Scene } from "@/lib/stage/types";

const WIDTH = 600;
const HEIGHT = 60;

/** The attempts of the last seconds, now at the right edge: a lane for each instance. */
export function StageLanes({ scene }: { scene: Scene }) {
  return (
    <div className="grid gap-[calc(4*var(--u))]" role="img" aria-label="Requests by instance">
      {laneIds(scene).map((id) => {
        const lane = scene.requests?.lanes[id];
        const isListed = scene.listed.some((one) => one.id === id);
        return (
          <div
            key={id}
            className="grid grid-cols-[minmax(0,1fr)_auto] gap-y-[calc(1*var(--u))] text-[max(24px,2.9*var(--u))]"
            data-lane={id}
            data-answered={lane?.answered ?? 0}
            data-failed={lane?.failed ?? 0}
          >
            <b className={cn("font-semibold", !isListed && "text-gone")}>{id.slice(id.lastIndexOf("/") + 1)}</b>
            <span className="text-prose tabular-nums">{isListed ? (lane?.answered ?? 0) : "not listed"}</span>
            <svg className="col-span-full w-full" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden>
              <path
                className="stroke-3 stroke-line"
                {...(!isListed && { strokeDasharray: "3 12" })}
                d={`M0 ${HEIGHT / 2}H${WIDTH}`}
              />
              {lane?.recent.map(({ n, at, ok }) => {
                const x = WIDTH * (1 - (scene.now - at) / LANES_MS);
                if (x < 0) return null;
                return ok ? (
                  <circle key={n} className="fill-ink" cx={Math.min(x, WIDTH - 8)} cy={HEIGHT / 2} r="8" />
                ) : (
                  <path
                    key={n}
                    className="stroke-6 stroke-gone"
                    strokeLinecap="round"
                    d={`M${x - 9} ${HEIGHT / 2 - 9}l18 18m0-18l-18 18`}
                  />
                );
              })}
            </svg>
          </div>
        );
      })}
    </div>
  );
}
