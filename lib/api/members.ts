import { z } from "./zod";

/** The members of an etcd of the console's own, each as it says itself. */

export const embeddedMemberSchema = z
  .object({
    name: z.string(),
    endpoint: z.string(),
    pid: z.number().nullable().describe("Null while its process does not run."),
    id: z.string().nullable().describe("Null while it does not answer."),
    raftTerm: z.string().nullable().describe("The term it knows; each election begins another."),
    leads: z.boolean().describe("Whether it is the leader, by its own word."),
  })
  .meta({ id: "EmbeddedMember" });

export const embeddedMembersSchema = z
  .object({ members: z.array(embeddedMemberSchema), serverTime: z.number() })
  .meta({ id: "EmbeddedMembers" });

export const memberKillSchema = z
  .strictObject({ name: z.string().min(1).max(100).describe("As `GET /members` has it.") })
  .meta({ id: "MemberKill" });

export type EmbeddedMembers = z.infer<typeof embeddedMembersSchema>;
