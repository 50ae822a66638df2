import { laneIds } from "@/lib/stage/acts/balancer";
import { LANES_MS } from "@/lib/stage/tally";
import type { Scene } from "@/lib/stage/types";

const WIDTH = 600;
const HEIGHT = 60;

/** The attempts of the last seconds, now at the right edge: a lane for each instance. */
export function StageLanes({ scene }: { scene: Scene }) {
  return (
    <div className="stage-lanes" role="img" aria-label="Requests by instance">
      {laneIds(scene).map((id) => {
        const lane = scene.requests?.lanes[id];
        const isListed = scene.listed.some((one) => one.id === id);
        return (
          <div
            key={id}
            data-lane={id}
            data-answered={lane?.answered ?? 0}
            data-failed={lane?.failed ?? 0}
            {...(!isListed && { "data-gone": "" })}
          >
            <b>{id.slice(id.lastIndexOf("/") + 1)}</b>
            <span>{isListed ? (lane?.answered ?? 0) : "not listed"}</span>
            <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden>
              <path className="road" d={`M0 ${HEIGHT / 2}H${WIDTH}`} />
              {lane?.recent.map(({ n, at, ok }) => {
                const x = WIDTH * (1 - (scene.now - at) / LANES_MS);
                if (x < 0) return null;
                return ok ? (
                  <circle key={n} className="ok" cx={Math.min(x, WIDTH - 8)} cy={HEIGHT / 2} r="8" />
                ) : (
                  <path key={n} className="bad" d={`M${x - 9} ${HEIGHT / 2 - 9}l18 18m0-18l-18 18`} />
                );
              })}
            </svg>
          </div>
        );
      })}
    </div>
  );
}
