"use client";
import { X } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { IconButton } from "./button";
import { cn } from "./cn";
import { Drawer } from "./dialog";
import { isTyping } from "./keys";
import { useNarrow } from "./media";

interface SidePanelProps {
  /** Its name as a landmark. */
  label: string;
  title: ReactNode;
  onClose: () => void;
  /** Of the panel where it stands beside a list. */
  className?: string;
  children: ReactNode;
}

/** The text in it is cut, what stands beside it is not. */
const title =
  "flex min-w-0 flex-1 items-center gap-1 font-semibold text-15 tracking-tight [&>bdi]:min-w-0 [&>bdi]:truncate";

/**
 * Details beside a list. Where there is room it stands beside it and leaves the keyboard in the list; in narrow
 * windows it is a drawer, on phones a full sheet. Escape closes it.
 */
export function SidePanel(props: SidePanelProps) {
  const narrow = useNarrow();
  if (!narrow) return <Beside {...props} />;
  return (
    <Drawer open onClose={props.onClose} title={<span className={title}>{props.title}</span>}>
      {props.children}
    </Drawer>
  );
}

function Beside({ label, title: heading, onClose, className, children }: SidePanelProps) {
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented && !isTyping(event)) close.current();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
  return (
    <aside
      className={cn("flex min-h-0 min-w-0 flex-col border-line-soft border-l bg-app", className)}
      aria-label={label}
    >
      <header className="flex flex-none items-center gap-2 pt-3.5 pr-2.5 pb-2.5 pl-4.5">
        <h2 className={title}>{heading}</h2>
        <IconButton label="Close" title="Close (Esc)" icon={X} onClick={onClose} />
      </header>
      <section
        className="min-h-0 flex-1 overflow-auto overscroll-contain px-4.5 pb-5 focus-visible:-outline-offset-2"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region has to be reachable by keyboard
        tabIndex={0}
        aria-label={`${label} details`}
      >
        {children}
      </section>
    </aside>
  );
}

/** A part of a panel under its own heading. */
export function PanelPart({ title, className, children }: { title: string; className?: string; children: ReactNode }) {
  return (
    <section className={cn("mt-4.5", className)}>
      <h3 className="mb-1.5 font-semibold text-12">{title}</h3>
      {children}
    </section>
  );
}
