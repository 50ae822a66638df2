import type { Logger } from "pino";
import type { LiveStatus } from "@/lib/live/protocol";
import type { View } from "@/lib/registry/view";
import type { Registry } from "./registry/registry";

/** Says how the view fares: one sentence when it comes alive, and each trouble once, not at each attempt. */
export function announce(registry: Registry, log: Logger, say: (sentence: string) => void): () => void {
  let told = "";
  let wasLive = false;
  return registry.onStatus((status) => {
    const now = keyOf(status);
    if (now === told) return;
    told = now;
    const { source } = status;
    if (source.state === "backing-off") {
      log.warn({ code: source.code, detail: source.detail }, `${source.message} Trying again until it works.`);
      if (!wasLive) say(source.message);
      return;
    }
    const view = registry.view();
    if (status.state !== "live" || !view) return;
    const counts = `${count(servicesIn(view), "service")}, ${count(view.instances.size, "instance")}, revision ${view.revision}`;
    if (wasLive) log.info(`Live again: ${counts}.`);
    else say(`live: ${counts}`);
    wasLive = true;
  });
}

function keyOf({ state, source }: LiveStatus): string {
  return source.state === "backing-off" ? `${source.code} ${source.message}` : state;
}

/** How many services have an instance. */
function servicesIn({ instances }: View): number {
  const services = new Set<string>();
  for (const { service } of instances.values()) services.add(service);
  return services.size;
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}
