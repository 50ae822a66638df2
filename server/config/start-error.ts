/** Why the console cannot start, in a sentence for whoever starts it: shown without a stack, exit code 1. */
export class StartError extends Error {
  override readonly name = "StartError";
}
