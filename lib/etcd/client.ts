import type { LeaseId } from "@/lib/registry/types";
import { fromDelete, fromPut, fromRangeRequest, type RawHeader, type RawKeyValue, toHeader, toKeyValue } from "./codec";
import { type Connection, type ConnectionOptions, openConnection, type UnaryCall } from "./connection";
import { neverDone, toEtcdError } from "./errors";
import { type KeepAliveAnswer, keepAlive } from "./keep-alive";
import { bytesToKeyText, compareKeys } from "./key-text";
import { type Alarm, type CallOptions, EtcdError, type EtcdErrorCode, type EtcdPort } from "./port";
import { fromTransaction, type RawTransactionAnswer, toTransactionAnswer } from "./transact";
import { openWatch } from "./watch-stream";

export interface EtcdClientOptions extends ConnectionOptions {
  /** `http://host:port` or `https://host:port`; all of one kind. */
  endpoints: readonly string[];
  /** For a call that names none. */
  timeoutMs?: number;
  /** Chooses the endpoint to begin with, so that many clients spread over a cluster. */
  random?: () => number;
}

type Ask = Pick<UnaryCall, "service" | "method" | "payload"> & {
  options?: CallOptions | undefined;
  /** Sending it twice does no harm. */
  repeatable?: boolean;
  needsLeader?: boolean;
};

/**
 * The port over the etcd3 package. A client stays with one endpoint as long as that answers, so that what it reads and
 * what it watches come from the same member; when it fails, the next is asked. What may have been done is never repeated.
 */
export function createEtcdClient(options: EtcdClientOptions): EtcdPort {
  const { endpoints, timeoutMs = 5_000, random = Math.random } = options;
  if (endpoints.length === 0) throw new EtcdError("invalid", "No etcd endpoint is configured.");
  const connections = new Map<string, Connection>();
  const running = new Set<() => void>();
  let current = Math.floor(random() * endpoints.length) % endpoints.length;
  let closed = false;

  function connection(): Connection {
    if (closed) throw closedError();
    const endpoint = endpoints[current] ?? "";
    const open = connections.get(endpoint) ?? openConnection(endpoint, options);
    connections.set(endpoint, open);
    return open;
  }

  /** The next endpoint, unless somebody else has moved on already. */
  function leave(failed: Connection, error: EtcdError): void {
    if (failed.endpoint === endpoints[current] && isEndpointsFault(error)) current = (current + 1) % endpoints.length;
  }

  async function ask<Answer>({ options: call, repeatable = false, needsLeader = true, ...what }: Ask): Promise<Answer> {
    const deadline = Date.now() + (call?.timeoutMs ?? timeoutMs);
    let telling: EtcdError | null = null;
    for (let tried = 1; ; tried++) {
      const used = connection();
      try {
        const remaining = Math.max(1, deadline - Date.now());
        return await used.call<Answer>({ ...what, needsLeader, timeoutMs: remaining, signal: call?.signal });
      } catch (thrown) {
        const error = closed ? closedError() : toEtcdError(thrown);
        leave(used, error);
        telling = moreTelling(telling, error);
        const again = isEndpointsFault(error) && (repeatable || neverDone(error));
        if (!again || tried >= endpoints.length || Date.now() >= deadline) throw again ? telling : error;
      }
    }
  }

  async function renew(leaseIds: readonly LeaseId[], call: CallOptions | undefined): Promise<KeepAliveAnswer> {
    const used = connection();
    try {
      return await keepAlive(used, leaseIds, { timeoutMs, ...call }, running);
    } catch (thrown) {
      const error = toEtcdError(thrown, used.endpoint);
      leave(used, error);
      throw error;
    }
  }

  return {
    async range(request, call) {
      const answer = await ask<{ header: RawHeader; kvs: RawKeyValue[]; more: boolean; count: string }>({
        service: "KV",
        method: "range",
        payload: fromRangeRequest(request),
        options: call,
        repeatable: true,
      });
      return {
        header: toHeader(answer.header),
        keyValues: answer.kvs.map(toKeyValue),
        more: answer.more,
        count: Number(answer.count),
      };
    },
    async transact(transaction, call) {
      const payload = fromTransaction(transaction);
      return toTransactionAnswer(
        await ask<RawTransactionAnswer>({ service: "KV", method: "txn", payload, options: call }),
      );
    },
    async put(key, value, put, call) {
      const payload = fromPut({ key, value, ...put });
      return toHeader(
        (await ask<{ header: RawHeader }>({ service: "KV", method: "put", payload, options: call })).header,
      );
    },
    async delete(range, call) {
      const payload = fromDelete(range);
      const answer = await ask<{ header: RawHeader; deleted: string }>({
        service: "KV",
        method: "deleteRange",
        payload,
        options: call,
      });
      return { header: toHeader(answer.header), deleted: Number(answer.deleted) };
    },
    watch(request, onMessage) {
      if (closed) {
        queueMicrotask(() => onMessage({ kind: "ended", error: closedError() }));
        return () => {};
      }
      const used = connection();
      const stop = openWatch(used, request, timeoutMs, (message) => {
        if (message.kind === "ended") leave(used, message.error);
        if (message.kind === "ended" || message.kind === "compacted") running.delete(stop);
        onMessage(message);
      });
      running.add(stop);
      return () => {
        running.delete(stop);
        stop();
      };
    },
    async grantLease(ttlSeconds, call) {
      const answer = await ask<{ header: RawHeader; ID: string; TTL: string }>({
        service: "Lease",
        method: "leaseGrant",
        payload: { TTL: ttlSeconds },
        options: call,
      });
      return { header: toHeader(answer.header), leaseId: answer.ID, grantedSeconds: Number(answer.TTL) };
    },
    async revokeLease(leaseId, call) {
      const payload = { ID: leaseId };
      const answer = await ask<{ header: RawHeader }>({
        service: "Lease",
        method: "leaseRevoke",
        payload,
        options: call,
      });
      return toHeader(answer.header);
    },
    async keepAliveOnce(leaseId, call) {
      const { header, remainingSeconds } = await renew([leaseId], call);
      return { header, remainingSeconds: remainingSeconds.get(leaseId) ?? 0 };
    },
    async keepAliveAll(leaseIds, call) {
      return leaseIds.length === 0 ? new Map() : (await renew(leaseIds, call)).remainingSeconds;
    },
    async timeToLive(leaseId, call) {
      const answer = await ask<{ header: RawHeader; ID: string; TTL: string; grantedTTL: string; keys: Uint8Array[] }>({
        service: "Lease",
        method: "leaseTimeToLive",
        payload: { ID: leaseId, keys: call?.keys ?? false },
        options: call,
        repeatable: true,
      });
      return {
        header: toHeader(answer.header),
        leaseId,
        remainingSeconds: Number(answer.TTL),
        grantedSeconds: Number(answer.grantedTTL),
        keys: answer.keys.map(bytesToKeyText).sort(compareKeys),
      };
    },
    async leases(call) {
      const answer = await ask<{ leases: { ID: string }[] }>({
        service: "Lease",
        method: "leaseLeases",
        payload: {},
        options: call,
        repeatable: true,
      });
      return answer.leases.map((lease) => lease.ID);
    },
    async status(call) {
      const answer = await ask<{
        header: RawHeader;
        version: string;
        leader: string;
        dbSize: string;
        dbSizeInUse: string;
        raftTerm: string;
        isLearner: boolean;
        errors: string[];
      }>({
        service: "Maintenance",
        method: "status",
        payload: {},
        options: call,
        repeatable: true,
        needsLeader: false,
      });
      const { version, leader, raftTerm, isLearner } = answer;
      const [dbSizeBytes, dbInUseBytes] = [Number(answer.dbSize), Number(answer.dbSizeInUse)];
      const alarms = answer.errors.flatMap(toAlarm);
      return {
        header: toHeader(answer.header),
        version,
        leader,
        dbSizeBytes,
        dbInUseBytes,
        raftTerm,
        isLearner,
        alarms,
      };
    },
    async members(call) {
      const answer = await ask<{
        members: { ID: string; name: string; clientURLs: string[]; peerURLs: string[]; isLearner: boolean }[];
      }>({
        service: "Cluster",
        method: "memberList",
        payload: {},
        options: call,
        repeatable: true,
        needsLeader: false,
      });
      return answer.members.map(({ ID, name, clientURLs, peerURLs, isLearner }) => ({
        id: ID,
        name,
        clientUrls: clientURLs,
        peerUrls: peerURLs,
        isLearner,
      }));
    },
    async compact(revision, call) {
      await ask({ service: "KV", method: "compact", payload: { revision }, options: call });
    },
    close() {
      closed = true;
      for (const stop of running) stop();
      running.clear();
      for (const open of connections.values()) open.close();
      connections.clear();
    },
  };
}

const ALARMS: Readonly<Record<string, Alarm["kind"]>> = { NOSPACE: "no-space", CORRUPT: "corrupt" };

/**
 * A status holds the cluster's alarms as protobuf writes them as text, `memberID:123 alarm:NOSPACE`, beside other
 * troubles. The call that lists alarms would cost an entry in the log of every member each time it is asked.
 */
function toAlarm(text: string): Alarm[] {
  const [, memberId, kind = ""] = /^memberID:(\d+) +alarm:(\w+)/.exec(text) ?? [];
  return memberId === undefined ? [] : [{ memberId, kind: ALARMS[kind] ?? "other" }];
}

/** Another member may well answer. */
const ENDPOINTS_FAULTS: ReadonlySet<EtcdErrorCode> = new Set([
  "unavailable",
  "no-leader",
  "timeout",
  "overloaded",
  "learner",
  "corrupt",
]);

function isEndpointsFault(error: EtcdError): boolean {
  return ENDPOINTS_FAULTS.has(error.code);
}

function closedError(): EtcdError {
  return new EtcdError("cancelled", "This connection to etcd was closed.");
}

/** Of several endpoints' errors: a member without a leader, or a learner, explains more than one that is down. */
function moreTelling(known: EtcdError | null, error: EtcdError): EtcdError {
  return known?.code === "no-leader" || known?.code === "learner" ? known : error;
}
