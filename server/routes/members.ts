import { embeddedMembersSchema, memberKillSchema } from "@/lib/api/members";
import { Problem } from "@/lib/errors";
import type { MemberFacts } from "@/server/embedded-etcd/member-facts";
import type { ApiContext } from "./context";
import { type Nothing, type Route, route } from "./route";

/** Rows of the table only where etcd is several members of the console's own. */
function membersOf({ members }: ApiContext): MemberFacts {
  if (members) return members;
  throw new Problem("not-found", "This console has no etcd of several members of its own.");
}

const answer = { status: 200, description: "The members as they are now.", schema: embeddedMembersSchema };

const show = route<ApiContext>({
  method: "GET",
  path: "/members",
  id: "listMembers",
  summary: "The members of the console's own etcd: who runs, who leads, in which term",
  role: "viewer",
  answer,
  handle: async (_input, context) => ({
    kind: "json",
    body: { members: await membersOf(context).read(), serverTime: context.clock.now() },
  }),
});

const kill = route<ApiContext, Nothing, Nothing, typeof memberKillSchema>({
  method: "POST",
  path: "/members/kill",
  id: "killMember",
  summary: "SIGKILL to one of the console's own members; it comes again some seconds later",
  role: "operator",
  body: memberKillSchema,
  answer,
  problems: ["not-found", "conflict"],
  async handle({ body: { name } }, context) {
    const facts = membersOf(context);
    const members = await facts.read();
    if (!members.some((member) => member.name === name))
      throw new Problem(
        "not-found",
        `There is no member ${name}; there are ${members.map((one) => one.name).join(", ")}.`,
      );
    // One away leaves a majority; two would leave a registry that nobody can write to.
    if (members.some(({ pid, id }) => pid === null || id === null))
      throw new Problem("conflict", "A member is away already: the others could not elect a leader without this one.");
    if (!facts.kill(name)) throw new Problem("conflict", `${name} does not run just now.`);
    return { kind: "json", body: { members: await facts.read(), serverTime: context.clock.now() } };
  },
});

export const memberRoutes: readonly Route<ApiContext>[] = [show, kill];
