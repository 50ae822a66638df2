export function dependenciesAreFresh(folder?: string): boolean;
export function hashSources(folder?: string): string;
export function buildIsFresh(folder?: string): boolean;
export const buildNote: string;
