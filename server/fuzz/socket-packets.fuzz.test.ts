import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PROTOCOL_VERSION } from "@/lib/live/protocol";
import { startTestHub } from "@/server/hub/testing";
import { fuzz } from "./fuzz";
import { oddJson, oddText, soup } from "./hostile";

type Hub = Awaited<ReturnType<typeof startTestHub>>;
type Reader = ReturnType<Hub["connect"]>;

let hub: Hub;
let reader: Reader;

beforeAll(async () => {
  hub = await startTestHub();
  const { epoch, seq } = hub.view();
  reader = hub.connect({ epoch, seq }, hub.view());
});
afterAll(() => hub?.stop());

const HELLO = `40${JSON.stringify({ version: PROTOCOL_VERSION, position: null })}`;
const PIECES = [
  "4",
  "0",
  "2",
  "1",
  "3",
  "5",
  "6",
  "[",
  "]",
  '"interest"',
  '"ping"',
  ",",
  "{",
  "}",
  "/",
  "-",
  '{"_placeholder":true,"num":0}',
  "51-",
  "bAAAA",
  "9".repeat(30),
];

const packet = fc.oneof(
  soup(PIECES, 12).map((text) => text.slice(0, 60_000)),
  fc
    .tuple(fc.constantFrom("interest", "ping", "disconnect", "error", "connect", "newListener"), oddJson, oddJson)
    .map(([name, ...parts]) => `42${JSON.stringify([name, ...parts])}`),
  oddText.map((nsp) => `40/${nsp},{}`),
  fc.constantFrom("1", "2", "3", "41", "40", "2probe", "5"),
);
/** Of WebSocket: text, bytes, a continuation of nothing, a ping, a pong, what is reserved. */
const frame = fc.record({ opcode: fc.constantFrom(1, 1, 1, 1, 1, 2, 0, 9, 10, 3, 11), text: packet });

test("whatever comes over the live socket ends at most that socket, and the others go on", async () => {
  await expect.poll(() => hub.hub.stats().inStep).toBe(1);
  await fuzz<{ hello: boolean; frames: { opcode: number; text: string }[] }>({
    inputs: fc.record({ hello: fc.boolean(), frames: fc.array(frame, { minLength: 1, maxLength: 6 }) }),
    sizeOf: ({ frames }) => frames.reduce((sum, { text }) => sum + text.length, 0),
    async run({ hello, frames }) {
      const client = await hub.rawSocket();
      // A pong after all that: what was sent before it has been read. Otherwise the server has closed.
      const answered = client.said("\x8a\x03end");
      const closing = client.said("\x88");
      if (hello) client.send(HELLO);
      for (const { opcode, text } of frames) client.frame(opcode, opcode > 8 ? text.slice(0, 20) : text);
      client.frame(9, "end");
      await Promise.race([answered, closing, client.closed]);
      client.socket.destroy();
      await client.closed;
    },
    steps: { any: 5_000, perByte: 20 },
  });
  await expect.poll(() => hub.limits.stats().open).toBe(1);
  hub.write({ key: "/s/web/last", value: "1" });
  await expect.poll(() => reader.view?.seq).toBe(hub.view().seq);
  expect([reader.misfits, reader.closed]).toEqual([0, null]);
});
