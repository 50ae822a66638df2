"use client";
import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode, RefObject } from "react";

interface SheetProps {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  /** A sentence below the title; read together with it. */
  lead?: ReactNode;
  /** Stays in sight while the body scrolls: what will be done, and the way back. */
  foot?: ReactNode;
  /** What has the focus at first; the close button where nothing is named. */
  initialFocus?: RefObject<HTMLElement | null>;
  className?: string;
  children: ReactNode;
}

function Sheet({
  kind,
  open,
  onClose,
  title,
  lead,
  foot,
  initialFocus,
  className,
  children,
}: SheetProps & { kind: string }) {
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="scrim" />
        <Base.Popup className={className ? `${kind} ${className}` : kind} {...(initialFocus && { initialFocus })}>
          <header>
            <div className="min-w-0 flex-1">
              <Base.Title>{title}</Base.Title>
              {lead && <Base.Description className="lead">{lead}</Base.Description>}
            </div>
            <Base.Close className="iconbtn" aria-label="Close" title="Close (Esc)">
              <X className="icon" aria-hidden />
            </Base.Close>
          </header>
          <div className="body">{children}</div>
          {foot && <footer>{foot}</footer>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** Traps the focus, closes with Escape and gives the focus back. A full-width sheet on phones. */
export function Dialog(props: SheetProps) {
  return <Sheet kind="dialog" {...props} />;
}

/** The same from the right-hand edge. */
export function Drawer(props: SheetProps) {
  return <Sheet kind="drawer" {...props} />;
}
