import { expect, it } from "vitest";
import { text } from "@/server/testing/etcd-contract";
import { availableEtcdVersions, startEtcd } from "@/server/testing/etcd-process";
import { createFaultProxy } from "@/server/testing/fault-proxy";
import { createEtcdClient } from "./client";
import { createListWatch } from "./list-watch";
import type { ListWatchMessage } from "./list-watch.types";

it.each(availableEtcdVersions())(
  "follows two prefixes of a user who may read nothing between them, through a cut and an expired token (%s)",
  async (version) => {
    const users = [{ name: "reader", password: "secret", access: "read" as const, prefix: "/services/" }];
    const etcd = await startEtcd({ version, auth: { rootPassword: "root", users, tokenTtlSeconds: 1 } });
    await etcd.etcdctl(["role", "grant-permission", "role-of-reader", "read", "heartbeat|", "--prefix=true"]);
    const proxy = await createFaultProxy({ targetPort: etcd.clientPort });
    const root = createEtcdClient({ endpoints: etcd.endpoints, username: "root", password: "root" });
    const said: ListWatchMessage[] = [];
    const waiting = new Set<() => void>();
    const listWatch = createListWatch({
      connect: () =>
        createEtcdClient({ endpoints: [`http://127.0.0.1:${proxy.port}`], username: "reader", password: "secret" }),
      prefixes: ["/services/", "heartbeat|"],
      extraPrefixes: ["/rollcall/"],
      onMessage: (message) => {
        said.push(message);
        for (const check of [...waiting]) check();
      },
    });
    const until = (done: () => boolean) =>
      new Promise<void>((resolve) => {
        const check = () => {
          if (!done()) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      });
    const keys = () =>
      said.flatMap((message) =>
        message.kind === "batch"
          ? message.events.map((event) => (event.type === "put" ? event.keyValue.key : event.key))
          : [],
      );
    const watching = () =>
      said.filter((message) => message.kind === "status" && message.status.state === "watching").length;

    try {
      await until(() => watching() === 1);
      await root.put("/services/a", text("1"));
      await root.put("/not-ours", text(""));
      await root.put("heartbeat|a", text("1"));
      await until(() => keys().length === 2);
      // Longer than a token lives: the new stream needs a new one.
      const cutAt = Date.now() + 1_500;
      while (Date.now() < cutAt) await root.put("/services/a", text("beat"));
      proxy.cut();
      await root.put("heartbeat|a", text("2"));
      const { deleted } = await root.delete({ key: "/services/a" });
      expect(deleted).toBe(1);
      await until(() => watching() === 2);
      await until(() => said.some(isDeletion));
      expect(said.filter(({ kind }) => kind === "snapshot").length).toBe(1);
      const last = said.findLast((message) => message.kind === "status");
      expect(last?.kind === "status" && last.status).toMatchObject({ state: "watching", atomic: false, resumed: true });
      expect(new Set(keys())).toEqual(new Set(["/services/a", "heartbeat|a"]));
    } finally {
      listWatch.stop();
      root.close();
      await proxy.stop();
      await etcd.cleanup();
    }
  },
);

function isDeletion(message: ListWatchMessage): boolean {
  return message.kind === "batch" && message.events.some(({ type }) => type === "delete");
}
