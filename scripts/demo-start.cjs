/**
 * Starts the demo fleet's program, which lies beside this file, with what V8 compiled of it when it was bundled: a
 * quarter of its start. Where that does not fit, V8 compiles anew. `--compile` leaves it for those who come later.
 */
const { readFileSync, renameSync, writeFileSync } = require("node:fs");
const { wrap } = require("node:module");
const { Script } = require("node:vm");

const program = `${__dirname}/PROGRAM`;
const compiled = `${program}.compiled`;
const compiling = process.argv.includes("--compile");

const script = new Script(wrap(readFileSync(program, "utf8")), {
  filename: program,
  ...(!compiling && { cachedData: readFileSync(compiled) }),
});
const own = { exports: {} };
script.runInThisContext().call(own.exports, own.exports, require, own, program, __dirname);
if (compiling) {
  // Whole or not at all: another process may be starting from it.
  writeFileSync(`${compiled}.${process.pid}`, script.createCachedData());
  renameSync(`${compiled}.${process.pid}`, compiled);
}
