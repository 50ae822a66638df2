import type { Layout } from "../types";

/** `heartbeat|service|url`: the separator is a bar, the URL names the instance and is the value. */
export const heartbeat: Layout = {
  id: "heartbeat",
  title: "Heartbeat",
  docs: "https://github.com/UnderNotic/etcd_spike",
  defaultPrefix: "heartbeat|",
  rules: [{ key: "{prefix}{service:nopipe}|{instance:any}", role: "instance", value: { kind: "url" } }],
  write: {
    put: "full",
    delete: "ok",
    instance: "url",
    note: "The owner renews its lease and never puts the key again: a deleted instance stays away until its process restarts.",
  },
};
