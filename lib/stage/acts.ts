import { balancer } from "./acts/balancer";
import { cut } from "./acts/cut";
import { election } from "./acts/election";
import { evict } from "./acts/evict";
import { goodbye } from "./acts/goodbye";
import { heartbeats } from "./acts/heartbeats";
import { hung } from "./acts/hung";
import { kill } from "./acts/kill";
import { register } from "./acts/register";
import type { Act } from "./types";

/** The talk, in its order. The last act needs an etcd of three members. */
export function actsFor({ embeddedMembers }: { embeddedMembers: number }): readonly Act[] {
  const always = [register, heartbeats, kill, hung, goodbye, cut, evict, balancer];
  return embeddedMembers > 1 ? [...always, election] : always;
}
