import { ApiErrorNote } from "../api/api-error-note";
import { RawLine } from "../ui/raw-text";
import { Skeleton } from "../ui/skeleton";
import { RawValueView } from "./raw-value-view";
import type { useStored } from "./use-stored";

/** The value under the key: being read, read, refused, or gone with its key. */
export function RawValueSection({
  reading,
  gone,
  narrow = false,
}: {
  reading: ReturnType<typeof useStored>;
  gone: boolean;
  narrow?: boolean;
}) {
  if (gone) return <p className="mid">The value went with its key. What was read from it stands here.</p>;
  if (reading.error) return <ApiErrorNote error={reading.error} {...(reading.read && { onRetry: reading.read })} />;
  if (!reading.stored)
    return (
      <RawLine aria-hidden>
        <Skeleton width={210} />
        <br />
        <Skeleton width={160} />
      </RawLine>
    );
  return <RawValueView value={reading.stored.value} narrow={narrow} onShowBytes={reading.showBytes} />;
}
