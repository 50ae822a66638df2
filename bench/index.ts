import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { availableEtcdVersions } from "@/server/testing/etcd-process";
import { type RunningBrowser, startBrowser } from "./browser";
import { compileWorkers, root } from "./compile";
import type { Context } from "./context";
import { createLife } from "./life";
import { parseOptions, type Section, USUAL } from "./options";
import { goalText, meets, printSection, rounded, type SectionResult } from "./report";
import { measureAttack } from "./scenarios/attack";
import { measureCauses } from "./scenarios/causes";
import { measureColdStart } from "./scenarios/cold-start";
import { measureCountdowns } from "./scenarios/countdowns";
import { measureFanOut } from "./scenarios/fan-out";
import { measureGateway } from "./scenarios/gateway";
import { measureGatewayChanges } from "./scenarios/gateway-changes";
import { measureGatewaySoak } from "./scenarios/gateway-soak";
import { measureLeaseLoad } from "./scenarios/lease-load";
import { measureMainThread } from "./scenarios/main-thread";
import { measureMap } from "./scenarios/map";
import { measurePicks } from "./scenarios/picks";
import { measurePixel } from "./scenarios/pixel";
import { measureSoak } from "./scenarios/soak";
import { measureStage } from "./scenarios/stage";

const MEASURES: Record<Section, (context: Context) => Promise<{ section: SectionResult; data: unknown }>> = {
  pixel: measurePixel,
  "cold-start": measureColdStart,
  "fan-out": measureFanOut,
  "main-thread": measureMainThread,
  causes: measureCauses,
  "lease-load": measureLeaseLoad,
  soak: measureSoak,
  stage: measureStage,
  picks: measurePicks,
  gateway: measureGateway,
  "gateway-changes": measureGatewayChanges,
  "gateway-soak": measureGatewaySoak,
  countdowns: measureCountdowns,
  map: measureMap,
  attack: measureAttack,
};

const life = createLife();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    void life.end().then(() => process.exit(130));
  });
}

async function run(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  const startedAt = performance.now();
  let browser: Promise<RunningBrowser> | undefined;
  const context: Context = {
    quick: options.quick,
    soakMinutes: options.soakMinutes,
    life,
    workers: await compileWorkers(),
    browser: () => {
      browser ??= startBrowser(life);
      return browser;
    },
    say: (line) => console.error(`bench: ${line}`),
  };

  const machine = {
    processor: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    etcd: availableEtcdVersions()[0] ?? "none",
    loadBefore: loadavg()[0] ?? 0,
  };
  const failed: Section[] = [];
  const sections: { name: Section; section: SectionResult; data: unknown }[] = [];
  for (const name of options.only) {
    try {
      const { section, data } = await MEASURES[name](context);
      sections.push({ name, section, data });
      console.log(`\n${printSection(section)}`);
    } catch (error) {
      // The others are still worth measuring.
      failed.push(name);
      console.error(
        `bench: ${name} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
      await life.end();
      browser = undefined;
    }
  }
  const chromium = browser ? (await browser).version : null;
  const seconds = (performance.now() - startedAt) / 1000;
  const goals = sections.flatMap(({ section }) => section.goals);
  const short = goals.filter((goal) => !meets(goal));
  console.log(`\n${goals.length - short.length} of ${goals.length} goals reached, in ${seconds.toFixed(0)} s.`);
  for (const goal of short) console.log(`  ${goalText(goal)}`);

  if (failed.length > 0) process.exitCode = 1;
  if (options.quick || !USUAL.every((name) => sections.some((section) => section.name === name))) {
    console.log("results.json is left as it was: this was not a full run.");
    return;
  }
  const results = {
    takenAt: new Date().toISOString(),
    commit: commit(),
    machine: { ...machine, chromium },
    seconds,
    goals: goals.map((goal) => ({ ...goal, reached: meets(goal) })),
    sections: Object.fromEntries(sections.map(({ name, data }) => [name, data])),
  };
  writeFileSync(join(root, "bench", "results.json"), `${JSON.stringify(rounded(results), null, 2)}\n`);
}

function commit(): string | null {
  try {
    return execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: root, encoding: "utf8" }).trim();
  } catch {
    return null;
  }
}

try {
  await run();
} catch (error) {
  console.error(error instanceof Error ? `bench: ${error.stack ?? error.message}` : error);
  process.exitCode = 1;
} finally {
  await life.end();
}
process.exit();
