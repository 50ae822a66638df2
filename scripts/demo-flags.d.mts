export const demoFlags: readonly string[];
