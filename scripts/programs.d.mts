export const exe: string;
export function findOnPath(name: string): string | null;
