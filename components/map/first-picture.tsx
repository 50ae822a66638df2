import { memo } from "react";

/** What the server drew (`lib/map/first-picture.ts`): to be looked at until the map is there. */
export const FirstPicture = memo(function FirstPicture({ markup }: { markup: string }) {
  return (
    <>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: markup of our own in which every name is escaped */}
      <div className="first-picture-place" dangerouslySetInnerHTML={{ __html: markup }} suppressHydrationWarning />
      <p className="vh" role="status">
        The map is on its way
      </p>
    </>
  );
});
