/**
 * Stands before whatever an npm script runs. npm leaves out the scripts that prepare a checkout where its own setting
 * `ignore-scripts` is on, as careful people and some companies have it; then the preparation is done here.
 */
import { prepareOrSay } from "./prepare.mjs";

const modes = { start: "start", gateway: "start", dev: "dev", test: "test", fuzz: "dev", bench: "bench" };
const mode = modes[process.env.npm_lifecycle_event ?? ""];
if (mode && process.env.npm_config_ignore_scripts === "true" && !(await prepareOrSay(mode))) process.exit(1);
