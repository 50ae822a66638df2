/** Transactions, to and from etcd's messages. */
import {
  fromDelete,
  fromPut,
  fromRange,
  keyBytes,
  type RawHeader,
  type RawKeyValue,
  toHeader,
  toKeyValue,
} from "./codec";
import type { Compare, Operation, OperationAnswer, Transaction, TransactionAnswer } from "./port";

export interface RawTransactionAnswer {
  header: RawHeader;
  succeeded: boolean;
  responses: RawOperationAnswer[];
}

interface RawOperationAnswer {
  response_range?: { kvs: RawKeyValue[] } | null;
  response_put?: { prev_kv: RawKeyValue | null } | null;
  response_delete_range?: { deleted: string; prev_kvs: RawKeyValue[] } | null;
}

const RESULT = { "=": "Equal", "!=": "NotEqual", "<": "Less", ">": "Greater" } as const;
const TARGET = {
  mod: ["Mod", "mod_revision"],
  create: ["Create", "create_revision"],
  version: ["Version", "version"],
  lease: ["Lease", "lease"],
} as const;

export function fromTransaction(transaction: Transaction): object {
  return {
    compare: transaction.when.map(fromCompare),
    success: transaction.then.map(fromOperation),
    failure: transaction.otherwise.map(fromOperation),
  };
}

export function toTransactionAnswer(raw: RawTransactionAnswer): TransactionAnswer {
  return { header: toHeader(raw.header), succeeded: raw.succeeded, answers: raw.responses.map(toOperationAnswer) };
}

function fromCompare(compare: Compare): object {
  const [target, field] = TARGET[compare.target];
  return { result: RESULT[compare.operator], target, key: keyBytes(compare.key), [field]: compare.value };
}

function fromOperation(operation: Operation): object {
  switch (operation.kind) {
    case "put":
      return { request_put: { ...fromPut(operation), prev_kv: true } };
    case "delete":
      return { request_delete_range: { ...fromDelete(operation.range), prev_kv: true } };
    case "get":
      return { request_range: fromRange(operation.range) };
  }
}

function toOperationAnswer(raw: RawOperationAnswer): OperationAnswer {
  if (raw.response_put) {
    const previous = raw.response_put.prev_kv;
    return { kind: "put", previous: previous ? toKeyValue(previous) : null };
  }
  if (raw.response_delete_range)
    return {
      kind: "delete",
      deleted: Number(raw.response_delete_range.deleted),
      previous: raw.response_delete_range.prev_kvs.map(toKeyValue),
    };
  return { kind: "get", keyValues: (raw.response_range?.kvs ?? []).map(toKeyValue) };
}
