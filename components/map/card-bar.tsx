import { count } from "@/components/ui/format";
import type { Content } from "@/lib/map/content";

/** So many instances that only their proportions can be read: a bar, and the odd ones in numbers. */
export function CardBar({ shares }: { shares: Extract<Content, { kind: "bar" }>["shares"] }) {
  return (
    <>
      <span className="comp card-comp">
        {shares.map((share) => (
          <i key={share.state} data-state={share.state} style={{ flexGrow: share.count }} />
        ))}
      </span>
      <span className="card-shares num ell">
        {shares.map((share) => `${count(share.count)} ${share.state}`).join(", ")}
      </span>
    </>
  );
}
