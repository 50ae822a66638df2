/** What the console and its supervisor say to each other: one JSON object a line, over the supervisor's stdin and stdout. */

export interface SpawnRequest {
  /** For people: logs and process lists. */
  name: string;
  command: string;
  args: string[];
  /** The child's whole environment. */
  env: Record<string, string>;
  cwd?: string;
  /** stdout and stderr are appended here; otherwise they are reported where `reportOutput` says so, else dropped. */
  outputFile?: string;
  reportOutput?: boolean;
}

export type ChildSignal = "SIGTERM" | "SIGKILL" | "SIGSTOP" | "SIGCONT" | "SIGINT" | "SIGHUP";

export type ToSupervisor =
  | ({ do: "spawn"; id: number } & SpawnRequest)
  /** To the child's whole process group. */
  | { do: "kill"; id: number; signal: ChildSignal }
  /** SIGTERM to all, SIGKILL to whoever is left after `graceMs`, then the supervisor ends. */
  | { do: "stop"; graceMs: number };

export interface Exit {
  code: number | null;
  signal: string | null;
}

export type FromSupervisor =
  | { say: "spawned"; id: number; pid: number }
  | { say: "failed"; id: number; message: string }
  | { say: "output"; id: number; stream: "stdout" | "stderr"; text: string }
  | ({ say: "exited"; id: number } & Exit);

export function encode(message: ToSupervisor | FromSupervisor): string {
  return `${JSON.stringify(message)}\n`;
}

/** Feeds on chunks of text, gives each whole line's message. Both ends are ours: the shape is trusted. */
export function createDecoder<Message>(onMessage: (message: Message) => void): (chunk: string) => void {
  let rest = "";
  return (chunk) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line) onMessage(JSON.parse(line) as Message);
  };
}
