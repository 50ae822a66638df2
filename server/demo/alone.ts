/** The fleet by itself, against an etcd that ETCD_ENDPOINTS names: for docker-compose.yml. It fills that etcd. */
import { systemClock } from "@/lib/clock";
import { readConfig } from "@/server/config/config";
import { StartError } from "@/server/config/start-error";
import { createLog, say } from "@/server/log/log";
import { createSupervisor } from "@/server/supervisor/supervisor";
import { createFleet } from "./fleet";

async function start(): Promise<void> {
  const { etcd, notes, logLevel } = readConfig(process.env, "fleet");
  if (!etcd) throw new StartError("The fleet needs an etcd to register in: set ETCD_ENDPOINTS to http://host:2379.");
  for (const note of notes) say(note);
  const supervisor = createSupervisor();
  const fleet = createFleet({ supervisor, clock: systemClock, log: createLog(logLevel) });
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.once(signal, async () => {
      await fleet.end();
      await supervisor.stop();
      process.exit(0);
    });
  await fleet.begin(etcd.endpoints);
}

start().catch((error: unknown) => {
  if (!(error instanceof StartError)) throw error;
  process.stderr.write(`rollcall: ${error.message}\n`);
  process.exit(1);
});
