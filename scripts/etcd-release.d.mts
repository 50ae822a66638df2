export const releaseVersion: string;
export const releaseSums: Record<string, string>;

export function fetchRelease(
  folder: string,
  options?: {
    baseUrl?: string;
    sums?: Record<string, string>;
    platform?: string;
    arch?: string;
    limits?: { connectMs?: number; idleMs?: number };
  },
): Promise<void>;
