"use client";
import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode, RefObject } from "react";

interface SheetProps {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  /** What has the focus at first; the close button where nothing is named. */
  initialFocus?: RefObject<HTMLElement | null>;
  className?: string;
  children: ReactNode;
}

function Sheet({ kind, open, onClose, title, initialFocus, className, children }: SheetProps & { kind: string }) {
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="scrim" />
        <Base.Popup className={className ? `${kind} ${className}` : kind} {...(initialFocus && { initialFocus })}>
          <header>
            <Base.Title>{title}</Base.Title>
            <Base.Close className="iconbtn" aria-label="Close" title="Close (Esc)">
              <X className="icon" aria-hidden />
            </Base.Close>
          </header>
          <div className="body">{children}</div>
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
