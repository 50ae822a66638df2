/** What a person may do; each includes what stands before it. Until sign-in exists everybody at loopback is `admin`. */
export const ROLES = ["viewer", "operator", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** Who asks. Until sign-in exists the name is the role's. */
export interface Actor {
  name: string;
  role: Role;
}

export function includesRole(has: Role, wants: Role): boolean {
  return ROLES.indexOf(has) >= ROLES.indexOf(wants);
}
