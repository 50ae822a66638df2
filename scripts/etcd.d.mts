export interface EtcdBinaries {
  /** Path of `etcd`. */
  server: string;
  /** Path of `etcdctl`: beside the server, or on PATH. */
  control: string | null;
  /** Like "3.5.16". */
  version: string;
}

export function findEtcd(): EtcdBinaries | null;
export function installedEtcds(): EtcdBinaries[];
export function ensureEtcd(): Promise<EtcdBinaries>;
export function ensureTestEtcds(): Promise<EtcdBinaries[]>;
