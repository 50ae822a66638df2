import { describe, expect, it } from "vitest";
import { shortAt, span } from "@/components/ui/time-words";
import type { Instance, RegistryEvent } from "@/lib/registry/types";
import { sentenceOf } from "./event-sentence";

const instance: Instance = {
  id: "/services/orders/eu/a",
  keys: ["/services/orders/eu/a"],
  layout: "path",
  service: "orders",
  instance: "a",
  endpoints: [{ protocol: null, host: "10.0.1.7", port: 3000 }],
  metadata: { version: "1" },
  leaseId: "1087515936165354336",
  createRevision: "1",
  modRevision: "1",
  version: "1",
};
const event: RegistryEvent = {
  id: "e:1:k:0",
  at: 1,
  revision: "1",
  type: "updated",
  service: "orders",
  instance: "a",
  key: "k",
};

describe("what happened, in words", () => {
  it("says the lease as etcdctl prints it and where the instance answers", () => {
    expect(sentenceOf({ ...event, type: "registered", after: instance })).toBe(
      "New key under lease …5b60. 10.0.1.7:3000",
    );
    expect(sentenceOf({ ...event, type: "registered", after: { ...instance, leaseId: null } })).toContain(
      "without a lease",
    );
  });

  it("says what became what, and how much else", () => {
    const after = { ...instance, endpoints: [{ protocol: null, host: "::1", port: 80 }], metadata: { version: "2" } };
    expect(sentenceOf({ ...event, before: instance, after })).toBe(
      "Endpoint 10.0.1.7:3000 became [::1]:80, and 1 more",
    );
    expect(sentenceOf({ ...event, before: instance, after: { ...instance, metadata: {} } })).toBe(
      "Metadata version 1 taken out",
    );
  });

  it("claims no stretch of revisions where etcd went back", () => {
    const gap = { reason: "revision-went-back", from: "61", to: "1", detail: "etcd was restored." } as const;
    const words = sentenceOf({ ...event, type: "gap", service: null, gap });
    expect(words).toBe("etcd was restored. Revision 61 → 1.");
    expect(sentenceOf({ ...event, type: "gap", gap: { ...gap, reason: "compacted", to: "1200" } })).toContain(
      "Between revisions 61 and 1,200",
    );
  });
});

describe("times", () => {
  const at = (text: string) => new Date(`2026-11-20T${text}`).getTime();
  const now = at("14:30:00");

  it("never show a moment where only an interval is known", () => {
    expect(shortAt(at("14:07:27.19"), now)).toBe("14:07:27.1");
    expect(shortAt([at("14:07:27"), at("14:07:41")], now)).toBe("14:07:27–41");
    expect(shortAt([at("14:07:27"), at("14:12:41")], now)).toBe("14:07–14:12");
    expect(shortAt(null, now)).toBe("not known");
    expect(shortAt(at("14:07:27") - 2 * 86_400_000, now)).toBe("18 Nov 14:07");
  });

  it("are said in the unit that fits", () => {
    expect([6_140, 240_000, 7_500_000, 273_600_000].map(span)).toEqual(["6.1 s", "4 min", "2 h 5 min", "3 d 4 h"]);
  });
});
