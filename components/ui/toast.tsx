"use client";
import { Toast as Base } from "@base-ui/react/toast";
import { X } from "lucide-react";
import type { ReactNode } from "react";

/** For the outcome of what a person did and no row shows. `useToast()({ title, description })`. */
export function ToastProvider({ children }: { children: ReactNode }) {
  return (
    <Base.Provider limit={3} timeout={6000}>
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
  const { toasts } = Base.useToastManager();
  return toasts.map((toast) => (
    <Base.Root key={toast.id} toast={toast} className="toast">
      <span className="grow">
        <Base.Title render={<b />} /> <Base.Description render={<span />} />
      </span>
      <Base.Action className="btn ghost" />
      <Base.Close className="iconbtn" aria-label="Close">
        <X className="icon" aria-hidden />
      </Base.Close>
    </Base.Root>
  ));
}

export function useToast() {
  return Base.useToastManager().add;
}
