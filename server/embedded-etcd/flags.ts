import { resolve } from "node:path";
import type { EtcdPorts } from "./ports";

export const clientUrl = ({ client }: EtcdPorts) => `http://127.0.0.1:${client}`;

/**
 * Members speak to each other over sockets in the folder they run in, so that no port takes what a peer may say. etcd
 * wants a port behind the name and makes it part of the file's name, which Windows does not allow.
 */
export function peerUrl(name: string, { peer }: EtcdPorts): string {
  return process.platform === "win32" ? `http://127.0.0.1:${peer}` : `unix://${name}:1`;
}

/**
 * A browser beside the console can send requests to any port of this machine. What pages can speak is the JSON gateway,
 * which takes writes as plain POSTs: it is off. No page may read an answer (etcd's default is any), and a page whose
 * name was made to resolve to 127.0.0.1 is refused by its Host. gRPC needs HTTP/2 without TLS, which no browser sends.
 */
const NOT_FOR_PAGES = [
  "--enable-grpc-gateway=false",
  "--cors=http://127.0.0.1:1",
  "--host-whitelist=127.0.0.1,localhost",
];

/** Flags that etcd 3.4 to 3.7 all take. A day of revisions is kept, for the history of what changed. */
export function flagsOf(member: { name: string; dataDir: string; ports: EtcdPorts; cluster: string }): string[] {
  const { name, dataDir, ports, cluster } = member;
  const client = clientUrl(ports);
  const peer = peerUrl(name, ports);
  return [
    ...["--name", name, "--data-dir", resolve(dataDir)],
    // Health and metrics are asked for here, too: a listener of their own would not look at the Host.
    ...["--listen-client-urls", client, "--advertise-client-urls", client],
    ...["--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer],
    ...["--initial-cluster", cluster],
    ...NOT_FOR_PAGES,
    ...["--auto-compaction-mode", "periodic", "--auto-compaction-retention", "24h"],
    ...["--logger", "zap", "--log-level", "warn", "--log-outputs", "stderr"],
  ];
}
