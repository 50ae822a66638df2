import { count } from "@/components/ui/format";
import type { Content } from "@/lib/map/content";

/** So many instances that only their proportions can be read: a bar, and the odd ones in numbers. */
export function CardBar({ shares }: { shares: Extract<Content, { kind: "bar" }>["shares"] }) {
  return (
    <>
      <span className="comp card-comp mt-0.5 h-2.5 w-full">
        {shares.map((share) => (
          <i key={share.state} data-state={share.state} style={{ flexGrow: share.count }} />
        ))}
      </span>
      <span className="num ell mt-2 block text-muted">
        {shares.map((share) => `${count(share.count)} ${share.state}`).join(", ")}
      </span>
    </>
  );
}
