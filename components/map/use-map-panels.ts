"use client";
import { useMemo, useRef } from "react";
import { useInstanceInAddress } from "@/components/services/use-instance-in-address";
import { paramsNow, useUrlParams } from "@/components/ui/use-url-params";

/** The panels of the map, in the address. A service's is the ground floor: closing an instance's leads back to it. */
export function useMapPanels() {
  const [, change] = useUrlParams();
  const { open, close } = useInstanceInAddress();
  const pushed = useRef(false);
  return useMemo(
    () => ({
      openInstance: open,
      closeInstance: close,
      openService(node: string) {
        const isOpen = paramsNow().has("node");
        pushed.current ||= !isOpen;
        change({ node, instance: null }, isOpen ? "replace" : "push");
      },
      closeService() {
        change({ node: null });
        pushed.current = false;
      },
    }),
    [open, close, change],
  );
}
