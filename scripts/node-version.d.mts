/** Why this version of Node, like `20.20.2`, is not used; null where it is. */
export function refusalOf(version: string): string | null;
