import { type DestinationStream, type Logger, pino, stdSerializers } from "pino";
import { createRedactor, type Redactor } from "@/lib/layouts/redact";
import { printable, printableLines } from "@/lib/printable";
import { sourceStack } from "./source-stack";

export const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Structured lines on standard error; at a terminal, lines for people. Standard output is for the few sentences of `say`. */
export function createLog(
  level: LogLevel,
  { out = process.stderr, secretPattern }: { out?: NodeJS.WriteStream; secretPattern?: RegExp | undefined } = {},
): Logger {
  const redactor = createRedactor(secretPattern);
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
    // Keys, URLs and the words of others come here from everywhere: what is secret in them is hidden in one place.
    hooks: { streamWrite: (line: string) => printableLines(`${hideSecrets(line, redactor)}\n`) },
  };
  return pino(options, out.isTTY ? forPeople(out) : pino.destination({ fd: 2, sync: true }));
}

function hideSecrets(line: string, redactor: Redactor): string {
  try {
    return JSON.stringify(redactor.value(JSON.parse(line)));
  } catch {
    // Nested too deeply to be looked at.
    return JSON.stringify({ level: "warn", msg: "A line of the log was nested too deeply to be written." });
  }
}

/** One sentence for whoever started the console. */
export function say(sentence: string): void {
  process.stdout.write(`rollcall: ${printable(sentence)}\n`);
}

/** Why the process ends, or cannot begin; may have several lines. On standard error. */
export function complain(words: string): void {
  process.stderr.write(`rollcall: ${printableLines(words)}\n`);
}

function forPeople(out: NodeJS.WriteStream): DestinationStream {
  return {
    write(line: string) {
      const { level, time, msg, err, ...rest } = JSON.parse(line) as Record<string, unknown>;
      const more = Object.entries(rest).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
      const error = typeof err === "object" && err !== null && "stack" in err ? indented(String(err.stack)) : "";
      out.write(
        `${String(time).slice(11, 19)} ${String(level).padEnd(5)} ${printable(String(msg ?? ""))} ${printable(more.join(" "))}${error}\n`,
      );
    },
  };
}

/** So that a line in an error's message cannot pass for a line of the log. */
function indented(stack: string): string {
  return stack
    .split("\n")
    .map((line) => `\n    ${printable(line)}`)
    .join("");
}
