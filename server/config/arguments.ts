import { parseArgs } from "node:util";
import { SETTINGS } from "./settings";
import { StartError } from "./start-error";

/** What may follow `npm start --`. Settings among them become variables, and are checked like those. */
export function readArguments(argv: readonly string[]): { development: boolean; variables: Record<string, string> } {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: { dev: { type: "boolean", default: false }, members: { type: "string" } },
    });
    const { dev, members } = values;
    return { development: dev, variables: members === undefined ? {} : { [SETTINGS.members.env]: members } };
  } catch (error) {
    const why = error instanceof Error ? error.message.split(". ", 1)[0] : String(error);
    throw new StartError(`${why}. After npm start -- may follow --members 3; everything else is configuration.`);
  }
}
