import { type DestinationStream, type Logger, pino, stdSerializers } from "pino";
import { sourceStack } from "./source-stack";

export const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Structured lines on standard error; at a terminal, lines for people. Standard output is for the few sentences of `say`. */
export function createLog(level: LogLevel, out: NodeJS.WriteStream = process.stderr): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: {
      err(error: Error) {
        const told = stdSerializers.err(error);
        return typeof told?.stack === "string" ? { ...told, stack: sourceStack(told.stack) } : told;
      },
    },
    redact: { paths: ["password", "*.password", "authorization", "*.authorization", "cookie", "*.cookie"] },
  };
  return pino(options, out.isTTY ? forPeople(out) : pino.destination({ fd: 2, sync: true }));
}

/** One sentence for whoever started the console. */
export function say(sentence: string): void {
  process.stdout.write(`rollcall: ${sentence}\n`);
}

/** Names come from whoever may write to etcd: none of them gets to steer a terminal. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, " ");
}

function forPeople(out: NodeJS.WriteStream): DestinationStream {
  return {
    write(line: string) {
      const { level, time, msg, err, ...rest } = JSON.parse(line) as Record<string, unknown>;
      const more = Object.entries(rest).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
      const error = typeof err === "object" && err !== null && "stack" in err ? `\n${String(err.stack)}` : "";
      out.write(
        `${String(time).slice(11, 19)} ${String(level).padEnd(5)} ${printable(String(msg ?? ""))} ${more.join(" ")}${error}\n`,
      );
    },
  };
}
