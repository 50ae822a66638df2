import type { FleetMember } from "./fleet";
import type { Put } from "./lag";
import type { Acks } from "./workers/load";

/** Changes of probed instances that were acknowledged within `[from, to)`; a page shows their tokens, `host:port`. */
export function putsOfProbes(acks: Acks, members: readonly FleetMember[], from: number, to: number): Put[] {
  const puts: Put[] = [];
  for (let index = 0; index < acks.at.length; index++) {
    const member = members[acks.member[index] ?? -1];
    const at = acks.at[index] ?? 0;
    if (!member?.probe || at < from || at >= to) continue;
    puts.push({
      subject: member.host,
      token: `${member.host}:${acks.port[index]}`,
      revision: acks.revision[index] ?? 0,
      at,
    });
  }
  return puts;
}
