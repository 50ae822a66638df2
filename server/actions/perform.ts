import type { Logger } from "pino";
import type { Outcome } from "@/lib/audit/entry";
import { auditKeyOf, encodeEntry, newEntryId } from "@/lib/audit/stored";
import { includesRole } from "@/lib/auth/roles";
import { Problem } from "@/lib/errors";
import { EtcdError } from "@/lib/etcd/port";
import { holding } from "@/lib/guards/judge";
import type { GuardVerdict } from "@/lib/guards/rules";
import type { Key } from "@/lib/registry/types";
import type { Action, Actor, World } from "./action";
import { untilView } from "./honoured";
import { OthersLeft } from "./others-left";
import { createRecord, type Draft, isNew, NotDone, noteAt, recordOf } from "./record";
import { createSettling } from "./settle";
import { createTurns } from "./turns";

/** The one way to change anything: authorise → look → guard → run → record → answer. What came in was parsed before. */
export interface Actions {
  perform<Input, Seen, Done>(action: Action<Input, Seen, Done>, input: Input, actor: Actor): Promise<Done>;
  /** Entries that an action of this process is still working on. */
  isAtWork(auditId: string): boolean;
  stop(): void;
}

export interface ActionsOptions {
  world: World;
  /** Null where writing is allowed. */
  readOnlyReason: () => string | null;
  consoleName: string;
  random: () => number;
  log: Logger;
  /** Refusals recorded a minute; the rest is only logged, so that nobody fills etcd by knocking. */
  refusalsPerMinute?: number;
}

export function createActions(options: ActionsOptions): Actions {
  const { world, consoleName, random, log, refusalsPerMinute = 120 } = options;
  const settling = createSettling({ etcd: world.etcd, trail: world.trail, clock: world.clock });
  const turns = createTurns();
  const atWork = new Set<string>();
  let refusals: number[] = [];

  /** What was refused or failed leaves an entry of its own: nothing else was written for it. */
  async function recordRefusal(id: string, draft: Draft, at: number, thrown: unknown): Promise<void> {
    const now = world.clock.now();
    refusals = refusals.filter((one) => now - one < 60_000);
    if (refusals.length >= refusalsPerMinute) return;
    refusals.push(now);
    const { outcome, detail, refusedBy } = outcomeOf(thrown);
    const key = auditKeyOf(id);
    const value = encodeEntry(
      id,
      recordOf({ draft, overridden: [], at, consoleName }, outcome, detail, { refusedBy }),
      world.records,
    );
    try {
      const { succeeded, header } = await world
        .etcd()
        .transact({ when: [isNew(key)], then: [{ kind: "put", key, value }], otherwise: [] });
      if (succeeded) noteAt(world.trail, key, value, header.revision);
    } catch (err) {
      log.warn({ err, auditId: id }, "A refusal could not be recorded in etcd");
    }
  }

  return {
    isAtWork: (auditId) => atWork.has(auditId),
    async perform(action, input, actor) {
      const at = world.clock.now();
      const id = newEntryId(at, random);
      const { reason, override = [], ...asked } = action.asked(input);
      let draft: Draft = {
        ...EMPTY,
        ...subjectOf(asked.key ?? null, world),
        ...asked,
        action: action.name,
        actor: actor.name,
        role: actor.role,
        reason: reason?.trim() || null,
      };
      const readOnly = options.readOnlyReason();
      if (readOnly !== null) throw new Problem("read-only", readOnly);
      atWork.add(id);
      let isRecorded = false;
      try {
        if (!includesRole(actor.role, action.role))
          throw new Problem("forbidden", `This needs the role ${action.role}.`);
        const attempt = async () => {
          const { seen, subject } = await action.look(input, world);
          draft = { ...draft, ...subject };
          const overridden = hold(action.guard?.(input, seen, world) ?? [], override, actor);
          const record = createRecord({
            id,
            draft,
            overridden,
            at,
            consoleName,
            etcd: world.etcd,
            trail: world.trail,
            records: world.records,
            settling,
          });
          const watched: typeof record = {
            ...record,
            intend: async (detail) => {
              await record.intend(detail);
              isRecorded = true;
            },
          };
          return await action.run(input, seen, world, watched);
        };
        const done = await turns.take(action.queue?.(input, world) ?? id, () => untilNobodyIsQuicker(attempt, world));
        return action.finish ? await action.finish(done, world) : done;
      } catch (thrown) {
        isRecorded ||= thrown instanceof NotDone || (thrown instanceof Problem && thrown.code === "outcome-unknown");
        if (!isRecorded) await recordRefusal(id, draft, at, thrown);
        throw withAuditId(thrown, world.trail.get(id) ? id : undefined);
      } finally {
        atWork.delete(id);
        const kept = world.trail.get(id)?.entry;
        log.info({ audit: kept ?? { id, ...draft } }, `${action.name}: ${kept?.outcome ?? "not recorded"}`);
      }
    },
    stop: settling.stop,
  };
}

/** For so long an action that others were quicker than, at another console, is looked at anew; after it, the person looks. */
const ANEW_WITHIN_MS = 3_000;

async function untilNobodyIsQuicker<Done>(attempt: () => Promise<Done>, world: World): Promise<Done> {
  const giveUpAt = world.clock.now() + ANEW_WITHIN_MS;
  for (;;) {
    const before = world.registry.view();
    try {
      return await attempt();
    } catch (thrown) {
      const left = giveUpAt - world.clock.now();
      if (!(thrown instanceof OthersLeft) || left <= 0) throw thrown;
      // The view was behind etcd: with its next step it knows who left.
      await untilView(() => world.registry.view() !== before, world, left);
    }
  }
}

const EMPTY = { key: null, service: null, instance: null, leaseId: null, keys: [], mode: null, of: null };

/** What the view knows of the key: an action that does not get as far as looking is found by its service, too. */
function subjectOf(key: Key | null, { registry }: World): Partial<Draft> {
  const view = registry.view();
  const known = key === null ? undefined : (view?.instances.get(key) ?? view?.tombstones.get(key)?.instance);
  return known ? { service: known.service, instance: known.instance } : {};
}

/** Throws where a rule refuses that is not overridden; answers the rules that are. */
function hold(verdicts: readonly GuardVerdict[], override: readonly string[], actor: Actor): string[] {
  const refusing = verdicts.filter(({ refuses }) => refuses);
  const held = holding(verdicts, override, includesRole(actor.role, "admin"));
  if (held.length === 0) return refusing.map(({ rule }) => rule);
  const retryAfterSeconds = held.length === 1 ? held[0]?.retryAfterSeconds : undefined;
  throw new Problem("guarded", held.map(({ words }) => words).join(" "), {
    guards: held,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });
}

function outcomeOf(thrown: unknown): { outcome: Outcome; detail: string; refusedBy: string[] } {
  if (thrown instanceof Problem) {
    const refusedBy = thrown.extra.guards?.map(({ rule }) => rule) ?? [];
    const outcome = thrown.code === "conflict" || thrown.code === "not-found" ? "conflict" : "refused";
    return { outcome, detail: thrown.detail, refusedBy: thrown.code === "forbidden" ? ["role"] : refusedBy };
  }
  const detail = thrown instanceof EtcdError ? thrown.message : "Rollcall failed; its log says more.";
  return { outcome: "failed", detail, refusedBy: [] };
}

function withAuditId(thrown: unknown, auditId: string | undefined): unknown {
  if (!(thrown instanceof Problem) || auditId === undefined) return thrown;
  return new Problem(thrown.code, thrown.detail, { ...thrown.extra, auditId });
}
