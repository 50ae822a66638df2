import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { z } from "zod";

/** `peer` is listened on only where members cannot speak over sockets in the file system. */
const portsSchema = z.object({ client: z.int(), peer: z.int() });

export type EtcdPorts = z.infer<typeof portsSchema>;

/** The last run's ports where they are free, so that an etcdctl of yesterday's still fits; else others. */
export async function choosePorts(noteFile: string): Promise<EtcdPorts> {
  const last = await lastPorts(noteFile);
  const free = last ? await Promise.all(Object.values(last).map(isFree)) : [];
  if (last && free.every(Boolean)) return last;
  const [client = 0, peer = 0] = await freePorts(2);
  const ports = { client, peer };
  await writeFile(noteFile, JSON.stringify(ports), { mode: 0o600 });
  return ports;
}

async function lastPorts(noteFile: string): Promise<EtcdPorts | null> {
  try {
    return portsSchema.parse(JSON.parse(await readFile(noteFile, "utf8")));
  } catch {
    return null;
  }
}

/** All are held until the last is known, so that none comes twice. */
export async function freePorts(count: number): Promise<number[]> {
  const held = await Promise.all(Array.from({ length: count }, () => listen(0)));
  const ports = held.map((server) => {
    const address = server.address();
    return address !== null && typeof address === "object" ? address.port : 0;
  });
  await Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

async function isFree(port: number): Promise<boolean> {
  try {
    const server = await listen(port);
    await new Promise((resolve) => server.close(resolve));
    return true;
  } catch {
    return false;
  }
}

function listen(port: number): Promise<ReturnType<typeof createServer>> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => resolve(server));
  });
}
