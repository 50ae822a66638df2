/** Classes a capture of a key template may ask for: `{name:class}`. Every test takes time linear in its text. */
export const KEY_CLASSES = {
  /** One segment: the default. */
  segment: (text) => !text.includes("/"),
  /** Anything, separators too. */
  any: () => true,
  nopipe: (text) => !text.includes("|"),
  int: (text) => /^\d+$/.test(text),
  hex: (text) => /^[0-9a-f]+$/i.test(text),
  uuid: (text) => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text),
  sha1: (text) => /^[0-9a-f]{40}$/i.test(text),
  /** `host:port`. */
  hp: isHostPort,
  /** `host:port` once or more, with commas. */
  hps: (text) => text.split(",").every(isHostPort),
  /** `network@host:port`. */
  nethp: (text) => /^[a-z0-9]+@/.test(text) && isHostPort(text.slice(text.indexOf("@") + 1)),
  /** `host:container:port`, as Registrator names containers. */
  contid: (text) => isContainerId(text, []),
  /** The same for UDP: `host:container:port:udp`. */
  udpid: (text) => isContainerId(text, ["udp"]),
} satisfies Record<string, (text: string) => boolean>;

export type KeyClass = keyof typeof KEY_CLASSES;

export function isKeyClass(name: string): name is KeyClass {
  return Object.hasOwn(KEY_CLASSES, name);
}

function isHostPort(text: string): boolean {
  return !text.includes("/") && /^(?:\[[^\]]+\]|[^:\s]+):\d{1,5}$/.test(text);
}

/** The host may be IPv6, so the end decides. */
function isContainerId(text: string, tail: string[]): boolean {
  const parts = text.split(":");
  const end = parts.length - tail.length;
  const port = parts[end - 1];
  return (
    !text.includes("/") &&
    end >= 3 &&
    tail.every((word, index) => parts[end + index] === word) &&
    port !== undefined &&
    /^\d{1,5}$/.test(port)
  );
}
