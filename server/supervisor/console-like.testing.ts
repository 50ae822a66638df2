/** A stand-in for the console, for the supervisor's tests: starts children, says their pids, then waits to be killed. */
import { createSupervisor } from "./supervisor";

const supervisor = createSupervisor();
const sleeper = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)";
const parent = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(sleeper)}], { stdio: ['ignore', 'inherit', 'inherit'] }).once('spawn', function () { console.log(this.pid) }); ${sleeper}`;
const pids: number[] = [];

for (let index = 0; index < 4; index++) {
  let grandchild: (pid: number) => void = () => {};
  const said = new Promise<number>((resolve) => {
    grandchild = resolve;
  });
  const child = await supervisor.spawn({
    name: `child ${index}`,
    command: process.execPath,
    args: ["-e", parent],
    onOutput: (text) => grandchild(Number(text)),
  });
  pids.push(child.pid, await said);
  if (index % 2 === 0) child.kill("SIGSTOP");
}

process.stdout.write(`${JSON.stringify({ supervisor: supervisor.pid, pids })}\n`);
