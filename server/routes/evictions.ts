import {
  evictedSchema,
  evictionPreviewRequestSchema,
  evictionPreviewSchema,
  evictionSchema,
  restorationSchema,
  restoredSchema,
} from "@/lib/api/evictions";
import { restorablesAnswerSchema } from "@/lib/api/restorations";
import { evict } from "@/server/actions/evict";
import { previewEviction } from "@/server/actions/preview-eviction";
import { restore } from "@/server/actions/restore";
import type { ApiContext } from "./context";
import { type Nothing, route } from "./route";

export const previewEvictionRoute = route<ApiContext, Nothing, Nothing, typeof evictionPreviewRequestSchema>({
  method: "POST",
  path: "/evictions/preview",
  id: "previewEviction",
  summary: "What an eviction would do, in words: who owns the key, whether it comes back, what else goes, who stays",
  role: "viewer",
  body: evictionPreviewRequestSchema,
  answer: { status: 200, description: "What would happen.", schema: evictionPreviewSchema },
  problems: ["conflict", "etcd-unavailable"],
  handle: async ({ body }, { world }) => ({ kind: "json", body: await previewEviction(body.key, world) }),
});

export const evictRoute = route<ApiContext, Nothing, Nothing, typeof evictionSchema>({
  method: "POST",
  path: "/evictions",
  id: "evict",
  summary: "Take a registration out: its key, guarded, or its lease with every key that the preview showed",
  role: "operator",
  writes: true,
  body: evictionSchema,
  answer: { status: 200, description: "What went.", schema: evictedSchema },
  problems: ["guarded"],
  handle: async ({ body, actor }, { actions }) => ({ kind: "json", body: await actions.perform(evict, body, actor) }),
});

export const restorablesRoute = route<ApiContext>({
  method: "GET",
  path: "/restorations",
  id: "listRestorables",
  summary: "Which evictions can be taken back now: their key is absent and their own lease still lives",
  role: "viewer",
  answer: { status: 200, description: "What `POST /restorations` would do now.", schema: restorablesAnswerSchema },
  problems: ["etcd-unavailable", "etcd-timeout", "etcd-denied"],
  handle: async (_input, { restorables }) => ({ kind: "json", body: await restorables.answer() }),
});

export const restoreRoute = route<ApiContext, Nothing, Nothing, typeof restorationSchema>({
  method: "POST",
  path: "/restorations",
  id: "restore",
  summary: "Put an evicted key back as it was: only while it is absent and its own lease still lives",
  role: "operator",
  writes: true,
  body: restorationSchema,
  answer: { status: 200, description: "It is back.", schema: restoredSchema },
  problems: ["not-found"],
  handle: async ({ body, actor }, { actions }) => ({ kind: "json", body: await actions.perform(restore, body, actor) }),
});
