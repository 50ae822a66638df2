"use client";
import { Toast as Base } from "@base-ui/react/toast";
import { X } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
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
        <Base.Viewport className="toasts">
          <Toasts />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function Toasts() {
  const { toasts } = Base.useToastManager<ToastData>();
  return toasts.map((toast) => (
    <Base.Root key={toast.id} toast={toast} className="toast">
      {toast.data?.state && <StateGlyph state={toast.data.state} />}
      <span className="min-w-0 flex-1">
        <Base.Title render={<b />} /> <Base.Description render={<span />} />
        {toast.data?.link && (
          <>
            {" "}
            <Link className="inline-link" href={toast.data.link.href} prefetch={false}>
              {toast.data.link.label}
            </Link>
          </>
        )}
      </span>
      <Base.Action className="btn" />
      <Base.Close className="iconbtn" aria-label="Close">
        <X className="icon" aria-hidden />
      </Base.Close>
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
