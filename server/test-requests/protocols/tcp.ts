import { once } from "node:events";
import { formatAddress } from "@/lib/layouts/address";
import { dial } from "@/server/reach/connector";
import type { Target } from "@/server/reach/reach.types";
import { type Caller, failureOf } from "../outcome";

/** Whether anybody accepts a connection. Nothing is sent. */
export function createTcpCaller(target: Target): Caller {
  const address = formatAddress(target.host, target.port);
  return {
    async call(signal) {
      const socket = dial(target);
      socket.on("error", () => {});
      try {
        await once(socket, "connect", { signal });
        return { kind: "answered", status: "connected", bytes: 0, text: null };
      } catch (error) {
        return failureOf(error, address, signal.aborted, false);
      } finally {
        socket.destroy();
      }
    },
    close() {},
  };
}
