export const root: string;
export const binDirectory: string;
export function installFolder(folder: string, fill: (draft: string) => Promise<void>): Promise<void>;
export function installFiles(folder: string, files: Map<string, Buffer>): Promise<void>;
