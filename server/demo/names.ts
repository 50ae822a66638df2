import { type FamilyService, STORM } from "./family";

/** The fleet's names for its instances: `web-1`. Inverse functions, side by side. */
export const instanceName = {
  of: ({ name }: FamilyService, number: number) => `${stem(name)}-${number}`,
  isOurs: (service: FamilyService, text: string) => {
    const prefix = service === STORM ? "storm-" : `${stem(service.name)}-`;
    return text.startsWith(prefix) && /^\d+$/.test(text.slice(prefix.length));
  },
};

/** `VideoCatalogService` → `video-catalog`. */
function stem(name: string): string {
  return name
    .replace(/Service$/, "")
    .replace(/(?<=[a-z])(?=[A-Z])/g, "-")
    .toLowerCase();
}
