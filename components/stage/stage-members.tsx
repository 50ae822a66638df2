import { StateGlyph } from "@/components/ui/state-glyph";
import type { Scene } from "@/lib/stage/types";

/** etcd's members, each by its own word. */
export function StageMembers({ members }: { members: NonNullable<Scene["members"]> }) {
  return (
    <ul className="stage-members">
      {members.map(({ name, id, leads }) => (
        <li key={name} data-member={name} data-role={id === null ? "away" : leads ? "leads" : "follows"}>
          <StateGlyph state={id === null ? "gone" : leads ? "static" : "draining"} />
          <b>{name}</b>
          <span>{id === null ? "away" : leads ? "leads" : "follows"}</span>
        </li>
      ))}
    </ul>
  );
}
