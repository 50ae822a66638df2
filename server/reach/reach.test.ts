import { describe, expect, it } from "vitest";
import { createManualClock } from "@/lib/manual-clock";
import { openGate } from "@/server/demo/gate";
import { readAddress } from "./host";
import { createOffLimits, type OffLimitsOptions } from "./off-limits";
import { createOwnListeners } from "./own-listeners";
import { createReach } from "./reach";
import type { ReachRules } from "./reach.types";

const OPEN: ReachRules = { allow: null, deny: [], loopback: true };
const CLOSED: ReachRules = { allow: null, deny: [], loopback: false };

interface Setting extends Partial<Omit<OffLimitsOptions, "lookup" | "clock">> {
  rules?: ReachRules;
  names?: Record<string, string[]>;
}

function reachWith({ rules = CLOSED, names = {}, ...parts }: Setting = {}) {
  const asked: string[] = [];
  const lookup = async (name: string) => {
    asked.push(name);
    const found = names[name];
    if (!found) throw new Error("ENOTFOUND");
    return found.flatMap((text) => readAddress(text) ?? []);
  };
  const offLimits = createOffLimits({
    etcdEndpoints: () => [],
    etcdMembers: async () => [],
    own: createOwnListeners(),
    lookup,
    clock: createManualClock(),
    ...parts,
  });
  const reach = createReach({ rules, offLimits, lookup });
  return {
    asked,
    reach,
    /** The refusal's code, or the address that would be connected to. */
    async ask(host: string, port = 8080) {
      const resolution = await reach.resolve(host, port);
      return resolution.kind === "refused" ? resolution.refusal.code : resolution.target.address;
    },
  };
}

describe("addresses that are never asked, whatever is allowed", () => {
  const { ask } = reachWith({
    rules: { allow: ["0.0.0.0/0", "::/0"], deny: [], loopback: true },
    names: { "metadata.example": ["169.254.169.254"] },
  });
  it.each([
    ["169.254.169.254", "metadata"],
    ["2852039166", "metadata"],
    ["0xa9fea9fe", "metadata"],
    ["0251.0376.0251.0376", "metadata"],
    ["169.254.43518", "metadata"],
    ["169.254.169.254.", "metadata"],
    ["::ffff:169.254.169.254", "metadata"],
    ["[::ffff:a9fe:a9fe]", "metadata"],
    ["::a9fe:a9fe", "metadata"],
    ["64:ff9b::a9fe:a9fe", "metadata"],
    ["2002:a9fe:a9fe::1", "metadata"],
    ["::ffff:0:a9fe:a9fe", "metadata"],
    ["metadata.example", "metadata"],
    ["METADATA.Example.", "metadata"],
    ["１６９.254.169.254", "metadata"],
    ["169。254。169。254", "metadata"],
    ["fd00:ec2::254", "metadata"],
    ["100.100.100.200", "metadata"],
    ["168.63.129.16", "metadata"],
    ["169.254.0.1", "link-local"],
    ["fe80::1", "link-local"],
    ["0.0.0.0", "unspecified"],
    ["0", "unspecified"],
    ["0x0", "unspecified"],
    ["0.1.2.3", "unspecified"],
    ["[::]", "unspecified"],
    ["::ffff:0.0.0.0", "unspecified"],
    ["224.0.0.1", "multicast"],
    ["ff02::1", "multicast"],
    ["255.255.255.255", "broadcast"],
    ["4294967295", "broadcast"],
    ["2001:0:4136:e378:8000:63bf:3fff:fdd2", "reserved"],
    ["64:ff9b:1::a9fe:a9fe", "reserved"],
  ])("%s is %s", async (host, code) => {
    expect(await ask(host)).toBe(code);
  });
});

describe("what is no host", () => {
  const { ask, asked } = reachWith({ rules: OPEN });
  it.each([
    "user@10.0.0.1",
    "user:pass@10.0.0.1",
    "10.0.0.1:80",
    "10.0.0.1/path",
    "10.0.0.1#x",
    "10.0.0.1\\@evil",
    "10.0.0.1%00",
    "127.0.0.1%2e",
    "10.0.0.1..",
    "fe80::1%eth0",
    "::1%lo",
    "[::1",
    "[10.0.0.1]",
    "::1]",
    "",
    " ",
    "a b",
    "a\r\nHost: b",
    "1.2.3.4.5",
    "0x7f.0.0.0.1",
    "256.256.256.256",
    "09.1.1.1",
    "-a.example",
  ])("%j is refused before anybody is asked about it", async (host) => {
    expect(await ask(host)).toBe("malformed");
    expect(asked).toEqual([]);
  });

  it("a port is needed", async () => {
    for (const port of [0, -1, 65_536, 1.5, Number.NaN]) expect(await ask("10.0.0.1", port)).toBe("malformed");
  });
});

describe("loopback", () => {
  const forms = ["127.0.0.1", "127.9.9.9", "0x7f.1", "017700000001", "2130706433", "127.1", "::1", "[::1]"];
  const hidden = ["::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "localhost", "LOCALHOST."];
  const names = { localhost: ["::1", "127.0.0.1"] };

  it.each([...forms, ...hidden])("%s is not asked outside demo", async (host) => {
    expect(await reachWith({ names }).ask(host)).toBe("loopback");
  });

  it("is asked in demo, or where it is named", async () => {
    expect(await reachWith({ rules: OPEN }).ask("0x7f.1")).toBe("127.0.0.1");
    const named = reachWith({ rules: { allow: ["127.0.0.0/8", "::1"], deny: [], loopback: false }, names });
    expect([await named.ask("127.0.0.2"), await named.ask("localhost")]).toEqual(["127.0.0.2", "::1"]);
  });

  it("is not allowed by a list that does not name it, not even in demo", async () => {
    const { ask } = reachWith({ rules: { allow: ["10.0.0.0/8"], deny: [], loopback: true } });
    expect([await ask("127.0.0.1"), await ask("10.1.1.1")]).toEqual(["not-allowed", "10.1.1.1"]);
  });
});

describe("the lists", () => {
  it("deny wins over allow, in every spelling of an address", async () => {
    const { ask } = reachWith({ rules: { allow: ["10.0.0.0/8"], deny: ["10.1.0.0/16"], loopback: false } });
    for (const host of ["10.1.2.3", "::ffff:10.1.2.3", "0x0a010203", "167838211"])
      expect(await ask(host)).toBe("denied");
    expect(await ask("10.2.0.1")).toBe("10.2.0.1");
    expect(await ask("192.168.0.1")).toBe("not-allowed");
  });

  it("a range written as IPv6 that holds IPv4 means the IPv4 range", async () => {
    const { ask } = reachWith({ rules: { allow: null, deny: ["::ffff:10.0.0.0/104"], loopback: false } });
    expect([await ask("10.9.9.9"), await ask("11.0.0.1")]).toEqual(["denied", "11.0.0.1"]);
  });
});

describe("names", () => {
  it("are refused where one of several answers is", async () => {
    const { ask } = reachWith({ names: { "two.example": ["93.184.216.34", "127.0.0.1"] } });
    expect(await ask("two.example")).toBe("loopback");
  });

  it("are resolved once: what was judged is what is connected to, whatever the name says afterwards", async () => {
    const names: Record<string, string[]> = { "rebind.example": ["93.184.216.34"] };
    const { reach, asked } = reachWith({ names });
    const resolution = await reach.resolve("rebind.example", 80);
    names["rebind.example"] = ["127.0.0.1"];
    expect(resolution).toMatchObject({ kind: "target", target: { address: "93.184.216.34", host: "rebind.example" } });
    expect(asked).toEqual(["rebind.example"]);
  });

  it("that do not resolve are told apart", async () => {
    expect(await reachWith().ask("nowhere.example")).toBe("unresolved");
  });

  it("whoever gives up does not wait for the resolver", async () => {
    const offLimits = { check: async () => null };
    const reach = createReach({ rules: OPEN, offLimits, lookup: () => new Promise(() => {}) });
    await expect(reach.resolve("slow.example", 80, AbortSignal.abort(new Error("enough")))).rejects.toThrow("enough");
  });
});

describe("etcd", () => {
  const members = [{ clientUrls: ["http://localhost:2399"], peerUrls: ["http://10.0.0.5:2400"] }];
  const names = { "etcd.example": ["10.0.0.5"], "alias.example": ["10.0.0.5"], localhost: ["127.0.0.1"] };
  const setting = {
    rules: OPEN,
    names,
    etcdEndpoints: () => ["http://etcd.example:2389"],
    etcdMembers: async () => members,
  };

  it.each([
    ["its endpoint", "etcd.example", 2389],
    ["another name of it", "alias.example", 2389],
    ["its address", "10.0.0.5", 2389],
    ["its address as a number", "167772165", 2389],
    ["its address in IPv6", "::ffff:10.0.0.5", 2389],
    ["a member's client port", "127.0.0.1", 2399],
    ["that port on another loopback address", "127.0.0.2", 2399],
    ["that port on IPv6 loopback", "::1", 2399],
    ["a peer port", "10.0.0.5", 2400],
    ["a port announced for loopback only, on its real address", "10.0.0.5", 2399],
    ["the usual port", "10.0.0.5", 2379],
  ])("is refused by %s", async (_how, host, port) => {
    expect(await reachWith(setting).ask(host, port)).toBe("etcd");
  });

  it("that speaks to its peers over a socket in the file system has no host of that socket's name", async () => {
    const own = [{ clientUrls: ["http://127.0.0.1:2399"], peerUrls: ["unix://web:8080"] }];
    const etcdMembers = async () => own;
    const named = { ...names, web: ["10.0.0.9"], "etcd.example": ["10.0.0.5"] };
    const { ask } = reachWith({ ...setting, names: named, etcdMembers });
    expect(await ask("10.0.0.9", 8080)).toBe("10.0.0.9");
  });

  it("does not put other ports and other machines off limits", async () => {
    const { ask } = reachWith(setting);
    expect([await ask("10.0.0.5", 8080), await ask("10.0.0.6", 2389)]).toEqual(["10.0.0.5", "10.0.0.6"]);
  });

  it("is known from its endpoints while it does not answer", async () => {
    const { ask } = reachWith({ ...setting, etcdMembers: () => Promise.reject(new Error("away")) });
    expect([await ask("10.0.0.5", 2389), await ask("10.0.0.5", 2399)]).toEqual(["etcd", "10.0.0.5"]);
  });
});

describe("the console and its gateway", () => {
  it.each(["127.0.0.1", "127.0.0.53", "::1", "::ffff:127.0.0.1", "0x7f.1", "localhost", "64:ff9b::7f00:1"])(
    "are refused as %s",
    async (host) => {
      const own = createOwnListeners();
      for (const port of [3000, 3001]) own.add(port);
      const { ask } = reachWith({ rules: OPEN, own, names: { localhost: ["127.0.0.1"] } });
      expect(await ask(host, 3001)).toBe("own-listener");
      expect(await ask("127.0.0.1", 3002)).toBe("127.0.0.1");
    },
  );
});

it("a refusal is a sentence that names the address and what can be done", async () => {
  const { reach } = reachWith({ names: { "web.example": ["127.0.0.1"] } });
  expect(await reach.resolve("web.example", 80)).toEqual({
    kind: "refused",
    refusal: {
      code: "loopback",
      message:
        "web.example:80 (127.0.0.1) is on loopback, which is asked only in demo, or where ROLLCALL_REACH_ALLOW names it (127.0.0.0/8,::1).",
    },
  });
});

describe("an IPv4 address inside an IPv6 one", () => {
  const forms = [
    "64:ff9b::a01:203",
    "2002:a01:203::1",
    "2002:0a01:0203:0:0:5efe:a01:203",
    "fd00::5efe:10.1.2.3",
    "fd00::200:5efe:a01:203",
    "::ffff:0:a01:203",
  ];
  it.each(forms)("%s is judged as what it leads to, and as what it is", async (host) => {
    const ask = (rules: Partial<ReachRules>) => reachWith({ rules: { ...CLOSED, ...rules } }).ask(host);
    expect(await ask({ deny: ["10.0.0.0/8"] })).toBe("denied");
    // Another network's 10.0.0.0/8 is not the one that was allowed, and a network of tunnels is not what lies behind them.
    expect(await ask({ allow: ["10.0.0.0/8"] })).toBe("not-allowed");
    expect(await ask({ allow: ["2002::/16", "64:ff9b::/96", "fd00::/8", "::/0"] })).toBe("not-allowed");
    expect(await ask({ allow: ["::/0", "10.0.0.0/8"] })).not.toBe("not-allowed");
  });

  it.each(["64:ff9b::7f00:1", "2002:7f00:1::", "fd00::5efe:127.0.0.1", "::ffff:0:7f00:1"])(
    "%s is loopback",
    async (host) => {
      expect(await reachWith().ask(host)).toBe("loopback");
    },
  );

  it.each(["64:ff9b::a9fe:a9fe", "fd00::5efe:169.254.169.254", "2002:a9fe:a9fe::"])(
    "%s is never asked",
    async (host) => {
      expect(await reachWith({ rules: { allow: ["::/0", "0.0.0.0/0"], deny: [], loopback: true } }).ask(host)).toBe(
        "metadata",
      );
    },
  );

  it("of etcd is etcd", async () => {
    const { ask } = reachWith({ rules: OPEN, etcdEndpoints: () => ["http://10.0.0.5:2389"] });
    for (const host of ["64:ff9b::a00:5", "2002:a00:5::", "fd00::5efe:10.0.0.5"])
      expect(await ask(host, 2389)).toBe("etcd");
  });
});

describe("reserved ranges", () => {
  it.each([
    "192.0.2.1",
    "198.51.100.7",
    "203.0.113.9",
    "198.18.0.1",
    "198.19.255.255",
    "240.0.0.1",
    "192.0.0.8",
    "192.88.99.1",
    "2001:db8::1",
    "3fff::1",
    "2001:10::1",
    "2001:2::1",
    "5f00::1",
    "64:ff9b::c000:201",
    "2002:c000:201::",
  ])("%s is refused, unless its range is named", async (host) => {
    const ask = (allow: string[] | null) => reachWith({ rules: { allow, deny: [], loopback: true } }).ask(host);
    expect(await ask(null)).toBe("reserved");
    expect(await ask(["0.0.0.0/0", "::/0"])).toBe("reserved");
    const named = ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "198.18.0.0/15", "240.0.0.0/4", "192.0.0.8"];
    const more = ["192.88.99.0/24", "2001:db8::/32", "3fff::/20", "2001:10::/28", "2001:2::/48", "5f00::/16"];
    expect(await ask([...named, ...more, "64:ff9b::/96", "2002::/16"])).not.toMatch(/^(?:reserved|not-allowed)$/);
  });

  it.each([
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "fd12::1",
    "2600::1",
    "93.184.216.34",
    "64:ff9b::5db8:d822",
  ])("%s is none of them", async (host) => {
    expect(await reachWith().ask(host)).toMatch(/[.:]/);
  });
});

describe("listeners of our own", () => {
  it("are off limits as long as somebody listens there", async () => {
    const own = createOwnListeners();
    const { ask } = reachWith({ rules: OPEN, own });
    const [gone, again] = [own.add(4_000), own.add(4_000)];
    expect(await ask("127.0.0.1", 4_000)).toBe("own-listener");
    gone();
    gone();
    expect(await ask("::1", 4_000)).toBe("own-listener");
    again();
    expect(await ask("127.0.0.1", 4_000)).toBe("127.0.0.1");
  });

  it.each(["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1", "0x7f.1", "64:ff9b::7f00:1", "2002:7f00:1::"])(
    "a gate of the fleet is one, cut or open: as %s",
    async (host) => {
      const own = createOwnListeners();
      const { ask } = reachWith({ rules: OPEN, own });
      const gate = await openGate(["http://127.0.0.1:1"], own);
      const port = Number(new URL(gate.endpoint).port);
      expect(await ask(host, port)).toBe("own-listener");
      await gate.cut();
      expect(await ask(host, port)).toBe("own-listener");
      await gate.stop();
      expect(await ask("127.0.0.1", port)).toBe("127.0.0.1");
    },
  );
});
