import type { ProblemField } from "@/lib/errors";
import { checkInput, encodeRegistration } from "@/lib/layouts/encode";
import type { Layout, RegistrationInput } from "@/lib/layouts/types";
import type { Key } from "@/lib/registry/types";
import { checkEtcd } from "./etcd";
import { checkNames, checkPrefix, checkSignal, fieldsRefused, layoutOf, refuse } from "./refuse";
import type { RegisterOptions } from "./register";

/** Options of `register` with their defaults filled in. */
export type CompleteOptions = RegisterOptions &
  Required<Pick<RegisterOptions, "ttlSeconds" | "heartbeatSeconds" | "keeping" | "whenRemoved" | "leaveOnExit">>;

export interface CheckedRegistration {
  layout: Layout;
  prefix: string;
  input: RegistrationInput;
  key: Key;
  value: Uint8Array;
}

/** Checks all that can be known without asking etcd. Throws one `Problem` that names every wrong option. */
export function checkRegistration(options: CompleteOptions): CheckedRegistration {
  const wrong = [
    ...checkEtcd(options.etcd),
    ...checkKeeping(options),
    ...checkSignal(options.signal),
    ...checkNames(options, OPTIONS),
  ];
  const input = inputOf(options);
  let layout: Layout | null = null;
  wrong.push(
    ...fieldsRefused(() => {
      layout = layoutOf(options.layout ?? "path");
    }),
  );
  const encoded = layout === null ? null : encodeUnder(layout, options.prefix, input, wrong);
  if (layout === null || encoded === null) throw refuse([...wrong, ...checkInput(input, layout)]);
  return { layout, input, ...encoded };
}

/** Null where something was wrong before. What the layout refuses is thrown as it stands where that is all. */
function encodeUnder(layout: Layout, given: unknown, input: RegistrationInput, wrong: ProblemField[]) {
  const prefix = given ?? layout.defaultPrefix;
  wrong.push(...checkPrefix(prefix));
  if (wrong.length > 0) return null;
  const text = String(prefix);
  return { prefix: text, ...encodeRegistration(layout, text, input) };
}

function inputOf({
  service,
  instance,
  host,
  port,
  datacenter,
  protocol,
  metadata,
}: RegistrationInput): RegistrationInput {
  return {
    service,
    host,
    port,
    ...(instance === undefined ? {} : { instance }),
    ...(datacenter === undefined ? {} : { datacenter }),
    ...(protocol === undefined ? {} : { protocol }),
    ...(metadata === undefined ? {} : { metadata }),
  };
}

const OPTIONS: Record<keyof RegisterOptions, true> = {
  etcd: true,
  service: true,
  instance: true,
  host: true,
  port: true,
  datacenter: true,
  protocol: true,
  metadata: true,
  layout: true,
  prefix: true,
  ttlSeconds: true,
  heartbeatSeconds: true,
  keeping: true,
  whenRemoved: true,
  leaveOnExit: true,
  signal: true,
};

const KEEPINGS = ["keep-alive", "re-put", "static"];
const WHEN_REMOVED = ["return", "stay-away"];

function checkKeeping(options: CompleteOptions): ProblemField[] {
  const { ttlSeconds, heartbeatSeconds, keeping, whenRemoved, leaveOnExit } = options;
  const wrong: ProblemField[] = [];
  // etcd refuses more: https://pkg.go.dev/go.etcd.io/etcd/server/v3/lease#pkg-constants, MaxLeaseTTL
  if (!Number.isInteger(ttlSeconds) || ttlSeconds < 2 || ttlSeconds > 9_000_000_000)
    wrong.push({ field: "ttlSeconds", message: "should be a whole number of seconds from 2 to 9,000,000,000" });
  else if (
    !(heartbeatSeconds > 0 && heartbeatSeconds <= 2_147_483 && (heartbeatSeconds < ttlSeconds || keeping === "static"))
  )
    wrong.push({ field: "heartbeatSeconds", message: "should be more than 0 and less than ttlSeconds" });
  if (!KEEPINGS.includes(keeping)) wrong.push({ field: "keeping", message: `should be one of ${KEEPINGS.join(", ")}` });
  if (!WHEN_REMOVED.includes(whenRemoved))
    wrong.push({ field: "whenRemoved", message: `should be one of ${WHEN_REMOVED.join(", ")}` });
  if (keeping === "re-put" && whenRemoved === "stay-away")
    wrong.push({ field: "whenRemoved", message: "cannot be stay-away where the key is put again at each heartbeat" });
  if (typeof leaveOnExit !== "boolean") wrong.push({ field: "leaveOnExit", message: "should be true or false" });
  return wrong;
}
