export const demoProgram: string;
export function bundleDemo(): Promise<void>;
