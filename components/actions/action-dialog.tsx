"use client";
import type { ReactNode, RefObject } from "react";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { FootNote } from "./foot-note";

/** A confirmation: what will happen, where (the environment), and the two ways out. */
export function ActionDialog({
  title,
  lead,
  onClose,
  cancel = "Cancel",
  note,
  action,
  initialFocus,
  wide,
  children,
}: {
  title: ReactNode;
  lead?: ReactNode;
  onClose: () => void;
  cancel?: string;
  /** Beside the environment: a limit, what is still missing. */
  note?: ReactNode;
  /** The button that does it; nothing where it cannot be done. */
  action?: ReactNode;
  initialFocus?: RefObject<HTMLElement | null>;
  wide?: boolean;
  children: ReactNode;
}) {
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      lead={lead}
      question
      {...(wide && { wide })}
      {...(initialFocus && { initialFocus })}
      foot={
        <>
          <FootNote>{note}</FootNote>
          <Button large onClick={onClose}>
            {cancel}
          </Button>
          {action}
        </>
      }
    >
      {children}
    </Dialog>
  );
}
