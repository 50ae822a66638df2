"use client";
import { Panel } from "@xyflow/react";
import { Fullscreen, LayoutGrid, Maximize2, Minus, Plus } from "lucide-react";
import type { RefObject } from "react";
import { IconButton } from "@/components/ui/button";

const STEP = 1.3;

export function MapControls({
  onFit,
  onZoom,
  onTidy,
  ground,
}: {
  onFit: () => void;
  onZoom: (factor: number) => void;
  onTidy: () => void;
  /** What fills the screen. */
  ground: RefObject<HTMLDivElement | null>;
}) {
  const fullScreen = () => {
    if (document.fullscreenElement) void document.exitFullscreen();
    else void ground.current?.requestFullscreen();
  };
  return (
    <Panel
      position="bottom-right"
      className="m-[14px_14px_142px]! flex flex-col gap-px rounded-card border border-line bg-panel p-0.75 shadow-toast"
    >
      <IconButton label="Zoom in (+)" icon={Plus} data-key="+" onClick={() => onZoom(STEP)} />
      <IconButton label="Zoom out (-)" icon={Minus} data-key="-" onClick={() => onZoom(1 / STEP)} />
      <IconButton label="Show everything (0)" icon={Fullscreen} data-key="0" onClick={onFit} />
      <IconButton label="Arrange anew (a)" icon={LayoutGrid} data-key="a" onClick={onTidy} />
      <IconButton label="Full screen (f)" icon={Maximize2} data-key="f" onClick={fullScreen} />
    </Panel>
  );
}
