import { get as httpGet } from "node:http";
import { get as httpsGet } from "node:https";
import { SetupError } from "./step.mjs";

/**
 * The body at an address, redirects followed. A host that does not answer costs `connectMs`, not minutes; a body
 * that stops arriving costs `idleMs`.
 * @param {string} url
 * @param {{ connectMs?: number, idleMs?: number, redirects?: number }} [limits]
 * @returns {Promise<Buffer>}
 */
export async function download(url, { connectMs = 5_000, idleMs = 15_000, redirects = 5 } = {}) {
  const answer = await request(url, connectMs);
  const { statusCode = 0, headers } = answer;
  if (statusCode >= 300 && statusCode < 400 && headers.location && redirects > 0) {
    answer.resume();
    const next = new URL(headers.location, url);
    if (url.startsWith("https:") && next.protocol !== "https:") throw new SetupError(`${url} redirects to plain http`);
    return download(next.href, { connectMs, idleMs, redirects: redirects - 1 });
  }
  if (statusCode !== 200) {
    answer.destroy();
    throw new SetupError(`${url} answered ${statusCode}`);
  }
  answer.setTimeout(idleMs, () => answer.destroy(new SetupError(`${url} sent nothing for ${idleMs / 1000} s`)));
  const chunks = [];
  for await (const chunk of answer) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const promised = Number(headers["content-length"]);
  if (Number.isFinite(promised) && body.length !== promised) throw new SetupError(`${url} ended early`);
  return body;
}

/** Resolves with the answer's head, within `connectMs` of the call: name lookup, connection and head together. */
function request(url, connectMs) {
  const get = url.startsWith("https:") ? httpsGet : httpGet;
  return new Promise((resolve, reject) => {
    const asked = get(url, { headers: { "user-agent": "rollcall-setup" } });
    const tooLate = setTimeout(
      () => asked.destroy(new SetupError(`${new URL(url).host} did not answer within ${connectMs / 1000} s`)),
      connectMs,
    );
    asked.once("response", (answer) => {
      clearTimeout(tooLate);
      resolve(answer);
    });
    asked.once("error", (error) => {
      clearTimeout(tooLate);
      reject(error instanceof SetupError ? error : new SetupError(`${new URL(url).host}: ${reason(error)}`));
    });
  });
}

function reason(error) {
  return error.code === "ENOTFOUND" || error.code === "EAI_AGAIN" ? "the name does not resolve" : error.message;
}
