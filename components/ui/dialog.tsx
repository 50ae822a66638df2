"use client";
import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode, RefObject } from "react";
import { IconButton } from "./button";
import { tv, type VariantProps } from "./cn";

/** The frame of everything that lies over the page. */
export const sheet = tv({
  slots: {
    scrim:
      "fixed inset-0 z-30 bg-scrim transition-opacity duration-panel data-ending-style:opacity-0 data-starting-style:opacity-0",
    popup: "fixed z-31 border-line bg-panel shadow-dialog duration-panel ease-ui",
    head: "flex items-center gap-2.5 border-line-soft border-b pt-3.5 pr-3 pb-3 pl-4.5",
    title: "min-w-0 flex-1 font-semibold text-15 tracking-tight",
    lead: "",
    body: "overflow-auto px-4.5 pt-3.5 pb-4.5",
    foot: [
      "flex items-center gap-2.5 border-line-soft border-t pt-3 pr-5 pb-3.5 pl-6",
      "max-sm:flex-wrap max-sm:px-4 max-sm:pt-2.5 max-sm:pb-[calc(10px+env(safe-area-inset-bottom))]",
      "max-sm:[&>button]:h-touch max-sm:[&>button]:flex-1",
    ],
  },
  variants: {
    kind: {
      /** Something to read. On phones a sheet from below. */
      dialog: {
        popup: [
          "top-[12vh] left-1/2 max-h-[76vh] w-[min(560px,calc(100vw-32px))] -translate-x-1/2 overflow-auto rounded-dialog border",
          "max-sm:top-auto max-sm:bottom-0 max-sm:left-0 max-sm:max-h-[92dvh] max-sm:w-screen max-sm:translate-x-0 max-sm:rounded-b-none",
        ],
        body: "grid grid-cols-1 gap-2.5",
      },
      /** Something to decide. On phones the whole page. */
      question: {
        popup: [
          "top-[8vh] left-1/2 flex max-h-[84vh] w-[min(600px,calc(100vw-32px))] -translate-x-1/2 flex-col overflow-hidden rounded-dialog border",
          "max-sm:inset-y-0 max-sm:left-0 max-sm:max-h-dvh max-sm:w-screen max-sm:translate-x-0 max-sm:rounded-none",
        ],
        head: "items-start border-b-0 pt-4.5 pr-3.5 pb-0 pl-6 max-sm:pt-3.5 max-sm:pr-2 max-sm:pl-4",
        title: "wrap-anywhere text-18 leading-6.5 tracking-[-0.018em]",
        lead: "mt-0.5 text-pretty text-prose leading-body",
        // It scrolls as a whole before lists and commands within it are squeezed away.
        body: "grid min-h-0 flex-1 auto-rows-max content-start gap-3.5 px-6 max-sm:px-4 max-sm:pt-3 max-sm:pb-4",
      },
      /** From the right-hand edge. On phones the whole page, whose end can be drawn out from beneath a toast. */
      drawer: {
        popup: [
          "inset-y-0 right-0 flex w-[min(var(--panel),100vw)] flex-col border-l max-sm:w-screen max-sm:border-l-0",
          "max-sm:in-[body:has([data-toast])]:pb-30",
        ],
      },
    },
    wide: { true: {} },
  },
  compoundVariants: [
    {
      kind: ["dialog", "question"],
      className: {
        popup:
          "transition-[opacity,transform] data-ending-style:-translate-y-1.5 data-starting-style:-translate-y-1.5 data-ending-style:opacity-0 data-starting-style:opacity-0",
      },
    },
    {
      kind: "drawer",
      className: {
        popup: "transition-[translate] data-ending-style:translate-x-full data-starting-style:translate-x-full",
      },
    },
    { kind: "question", wide: true, className: { popup: "w-[min(816px,calc(100vw-32px))]" } },
    {
      kind: "drawer",
      wide: true,
      className: {
        popup: "w-[min(900px,100vw)]",
        head: "pr-3.5 pb-3.5 pl-6",
        title: "text-18",
        body: "min-h-0 flex-1 p-0",
      },
    },
  ],
  defaultVariants: { kind: "dialog" },
});

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
  /** Room for two columns. */
  wide?: boolean;
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
  wide,
  className,
  children,
}: SheetProps & Pick<VariantProps<typeof sheet>, "kind">) {
  const look = sheet({ kind, wide });
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={look.scrim()} />
        <Base.Popup
          className={look.popup({ className })}
          {...(kind !== "drawer" && { "data-dialog": "" })}
          {...(initialFocus && { initialFocus })}
        >
          <header className={look.head()}>
            <div className="min-w-0 flex-1">
              <Base.Title className={look.title()}>{title}</Base.Title>
              {lead && <Base.Description className={look.lead()}>{lead}</Base.Description>}
            </div>
            <Base.Close render={<IconButton label="Close" title="Close (Esc)" icon={X} />} />
          </header>
          <div className={look.body()}>{children}</div>
          {foot && <footer className={look.foot()}>{foot}</footer>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** Traps the focus, closes with Escape and gives the focus back. A full-width sheet on phones. */
export function Dialog({ question, ...props }: SheetProps & { question?: boolean }) {
  return <Sheet kind={question ? "question" : "dialog"} {...props} />;
}

/** The same from the right-hand edge. */
export function Drawer(props: SheetProps) {
  return <Sheet kind="drawer" {...props} />;
}
