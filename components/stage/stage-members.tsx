import { cn } from "@/components/ui/cn";
import { StateGlyph } from "@/components/ui/state-glyph";
import type { Scene } from "@/lib/stage/types";

/** etcd's members, each by its own word. */
export function StageMembers({ members }: { members: NonNullable<Scene["members"]> }) {
  return (
    <ul className="mt-[calc(3*var(--u))] flex items-center gap-[calc(3*var(--u))] text-[max(24px,2.4*var(--u))] text-prose max-[760px]:flex-wrap">
      {members.map(({ name, id, leads }) => (
        <li
          key={name}
          data-member={name}
          data-role={id === null ? "away" : leads ? "leads" : "follows"}
          className="grid grid-cols-[auto_auto] items-center gap-x-[0.4em]"
        >
          <StateGlyph
            state={id === null ? "gone" : leads ? "static" : "draining"}
            className={cn("size-[1em]", id !== null && (leads ? "text-(--time)" : "text-muted"))}
          />
          <b className="font-semibold text-ink max-[760px]:whitespace-nowrap">{name}</b>
          <span className="col-start-2">{id === null ? "away" : leads ? "leads" : "follows"}</span>
        </li>
      ))}
    </ul>
  );
}
