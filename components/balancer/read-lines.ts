import { ApiError, errorOfProblem } from "@/components/api/api-error";
import { type TestLine, type TestRequestsInput, testLineSchema } from "@/lib/api/test-requests";

/** Starts a run and tells each of its lines. Throws an `ApiError`, or what aborts threw. */
export async function readLines(
  wanted: TestRequestsInput,
  signal: AbortSignal,
  onLine: (line: TestLine) => void,
): Promise<void> {
  const response = await fetch("/api/v1/test-requests", {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/x-ndjson" },
    body: JSON.stringify(wanted),
    signal,
  }).catch((error: unknown) => {
    if (signal.aborted) throw error;
    throw new ApiError("unreachable", "The console does not answer", "Check that Rollcall still runs.", null);
  });
  if (!response.ok || !response.body) throw errorOfProblem(response.status, await response.json().catch(() => null));
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const lines = (rest + part.value).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(testLineSchema.parse(JSON.parse(line)));
  }
}
