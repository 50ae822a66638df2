import type { Revision } from "@/lib/registry/types";
import { type CallOptions, EtcdError, type EtcdPort, type KeyRange, type KeyValue, type RangeRequest } from "./port";

export interface ListRequest {
  ranges: readonly KeyRange[];
  /** Left out where etcd denies them. */
  extraRanges: readonly KeyRange[];
  pageSize: number;
  onProgress: (listed: number, total: number) => void;
  /** Gives every single call its deadline. */
  within: <T>(run: (call: CallOptions) => Promise<T>) => Promise<T>;
}

export interface Listed {
  clusterId: string;
  revision: Revision;
  parts: { range: KeyRange; keyValues: KeyValue[] }[];
}

const ATTEMPTS = 3;

/** Every key of the ranges as of one revision, page by page. Starts again when etcd compacts that revision meanwhile. */
export async function listAtOneRevision(port: EtcdPort, request: ListRequest): Promise<Listed> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await listOnce(port, request);
    } catch (error) {
      const again = error instanceof EtcdError && (error.code === "compacted" || error.code === "future-revision");
      if (!again || attempt === ATTEMPTS) throw error;
    }
  }
}

async function listOnce(port: EtcdPort, request: ListRequest): Promise<Listed> {
  const { pageSize, onProgress, within } = request;
  let at: { revision: Revision; clusterId: string } | null = null;
  let total = 0;
  let listed = 0;

  async function read(asked: RangeRequest) {
    const answer = await within((call) => port.range({ ...asked, ...(at ? { revision: at.revision } : {}) }, call));
    at ??= { revision: answer.header.revision, clusterId: answer.header.clusterId };
    if (answer.header.clusterId !== at.clusterId)
      throw new EtcdError("future-revision", "The endpoints belong to different clusters.");
    return answer;
  }

  const ranges: KeyRange[] = [];
  for (const range of [...request.ranges, ...request.extraRanges]) {
    try {
      total += (await read({ range, countOnly: true })).count;
      ranges.push(range);
    } catch (error) {
      const optional = request.extraRanges.includes(range);
      if (!(optional && error instanceof EtcdError && error.code === "permission-denied")) throw error;
    }
  }
  onProgress(0, total);

  const parts: Listed["parts"] = [];
  for (const range of ranges) {
    const keyValues: KeyValue[] = [];
    for (let start = range.start, more = true; more; ) {
      const page = await read({ range: { start, end: range.end }, limit: pageSize });
      for (const keyValue of page.keyValues) keyValues.push(keyValue);
      listed += page.keyValues.length;
      const last = page.keyValues.at(-1);
      more = page.more && last !== undefined;
      // The next key in byte order is the last one with a zero byte behind it.
      if (last) start = `${last.key}\0`;
      if (more) onProgress(listed, total);
    }
    parts.push({ range, keyValues });
  }
  const { revision, clusterId } = at ?? { revision: "0", clusterId: "0" };
  return { clusterId, revision, parts };
}
