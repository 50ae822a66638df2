import { encodeText } from "@/components/shell/pages";

/** The Events page with one event chosen. */
export function eventPath(id: string): string {
  return `/events?event=${encodeText(id)}`;
}
