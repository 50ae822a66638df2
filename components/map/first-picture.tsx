import "./first-picture.css";
import { memo } from "react";

/** What the server drew (`lib/map/first-picture.ts`): to be looked at until the map is there. */
export const FirstPicture = memo(function FirstPicture({ markup }: { markup: string }) {
  return (
    <>
      <div
        // Beneath the map, which takes its place, and as the map itself is fitted.
        className="pointer-events-none absolute inset-[28px_72px_62px_28px] -z-1 max-sm:hidden"
        // biome-ignore lint/security/noDangerouslySetInnerHtml: markup of our own in which every name is escaped
        dangerouslySetInnerHTML={{ __html: markup }}
        suppressHydrationWarning
      />
      <p className="vh" role="status">
        The map is on its way
      </p>
    </>
  );
});
