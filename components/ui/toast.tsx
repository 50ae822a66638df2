"use client";
import { Toast as Base } from "@base-ui/react/toast";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Button, IconButton } from "./button";
import { cn } from "./cn";
import { InlineLink } from "./link";
import { type GlyphState, StateGlyph } from "./state-glyph";

/** What a toast may carry beside its words. */
export interface ToastData {
  state?: GlyphState;
  /** Where it can be read again later: an audit entry, an event. */
  link?: { href: string; label: string };
}

/** For the outcome of what a person did and no row shows. `useToast()({ title, description })`. */
export function ToastProvider({ children }: { children: ReactNode }) {
  return (
    <Base.Provider limit={4} timeout={6000}>
      {children}
      <Base.Portal>
        {/* Over the list, which scrolls; never over the panel beside it, whose last line may be what is wanted next. A dialog
            on a phone is the whole page, and asks first: what was said before waits behind it. */}
        <Base.Viewport className="fixed bottom-13 left-[calc(var(--rail)+18px)] z-50 grid w-[min(420px,calc(100vw-32px))] gap-2.5 max-sm:in-[body:has([data-dialog])]:invisible max-sm:bottom-18.5 max-sm:left-4">
          <Toasts />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function Toasts() {
  const { toasts } = Base.useToastManager<ToastData>();
  return toasts.map((toast) => (
    <Base.Root
      key={toast.id}
      toast={toast}
      data-toast=""
      className={cn(
        "flex items-center gap-3 rounded-card border border-line bg-raised py-2.5 pr-2.5 pl-3.5 text-13 text-prose shadow-toast",
        "transition-[opacity,translate] duration-panel data-ending-style:translate-y-2 data-starting-style:translate-y-2",
        "data-ending-style:opacity-0 data-starting-style:opacity-0",
      )}
    >
      {toast.data?.state && <StateGlyph state={toast.data.state} className="mt-1 self-start" />}
      <span className="min-w-0 flex-1">
        <Base.Title render={<b className="font-semibold text-ink" />} /> <Base.Description render={<span />} />
        {toast.data?.link && (
          <>
            {" "}
            <InlineLink href={toast.data.link.href}>{toast.data.link.label}</InlineLink>
          </>
        )}
      </span>
      <Base.Action render={<Button />} />
      <Base.Close render={<IconButton label="Close" icon={X} />} />
    </Base.Root>
  ));
}

/** Adds one and answers its id. */
export function useToast() {
  return Base.useToastManager<ToastData>().add;
}

/** Changes or closes one that is on screen. */
export function useToasts() {
  const { add, update, close } = Base.useToastManager<ToastData>();
  return { add, update, close };
}
