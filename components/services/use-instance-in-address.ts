"use client";
import { useCallback, useRef } from "react";
import { paramsNow, useUrlParams } from "@/components/ui/use-url-params";

/**
 * The instance in the side panel, in the address. Opening the first one adds an entry to the history, so that Back
 * closes it; closing takes that entry away again.
 */
export function useInstanceInAddress() {
  const [, change] = useUrlParams();
  const pushed = useRef(false);
  const open = useCallback(
    (id: string) => {
      const isOpen = paramsNow().has("instance");
      pushed.current ||= !isOpen;
      change({ instance: id }, isOpen ? "replace" : "push");
    },
    [change],
  );
  const close = useCallback(() => {
    if (pushed.current) window.history.back();
    else change({ instance: null });
    pushed.current = false;
  }, [change]);
  return { open, close };
}
