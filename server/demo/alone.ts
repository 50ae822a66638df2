/** The fleet by itself, against an etcd that ETCD_ENDPOINTS names: for docker-compose.yml. It fills that etcd. */
import pino from "pino";
import { systemClock } from "@/lib/clock";
import { createSupervisor } from "@/server/supervisor/supervisor";
import { createFleet } from "./fleet";

const etcd = (process.env.ETCD_ENDPOINTS ?? "").split(",").map((one) => one.trim());
if (!etcd[0]) throw new Error("ETCD_ENDPOINTS has to name the etcd that the fleet registers in.");

const supervisor = createSupervisor();
const fleet = createFleet({ supervisor, clock: systemClock, log: pino() });
for (const signal of ["SIGTERM", "SIGINT"] as const)
  process.once(signal, async () => {
    await fleet.end();
    await supervisor.stop();
    process.exit(0);
  });
await fleet.begin(etcd);
