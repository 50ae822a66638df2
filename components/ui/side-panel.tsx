"use client";
import "./side-panel.css";
import { X } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { Drawer } from "./dialog";
import { isTyping } from "./keys";
import { useNarrow } from "./media";

interface SidePanelProps {
  /** Its name as a landmark. */
  label: string;
  title: ReactNode;
  onClose: () => void;
  children: ReactNode;
}

/**
 * Details beside a list. Where there is room it stands beside it and leaves the keyboard in the list; in narrow
 * windows it is a drawer, on phones a full sheet. Escape closes it.
 */
export function SidePanel(props: SidePanelProps) {
  const narrow = useNarrow();
  if (!narrow) return <Beside {...props} />;
  return (
    <Drawer
      open
      onClose={props.onClose}
      title={<span className="side-title">{props.title}</span>}
      className="side-drawer"
    >
      {props.children}
    </Drawer>
  );
}

function Beside({ label, title, onClose, children }: SidePanelProps) {
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
    <aside className="side" aria-label={label}>
      <header>
        <h2 className="side-title">{title}</h2>
        <button type="button" className="iconbtn" aria-label="Close" title="Close (Esc)" onClick={onClose}>
          <X className="icon" aria-hidden />
        </button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region has to be reachable by keyboard */}
      <section className="side-body" tabIndex={0} aria-label={`${label} details`}>
        {children}
      </section>
    </aside>
  );
}

/** A part of a panel under its own heading. */
export function PanelPart({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="part">
      <h3>{title}</h3>
      {children}
    </section>
  );
}
