export function lockSetup(folder?: string): Promise<() => void>;
