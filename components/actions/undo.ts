"use client";
import { createContext, useContext } from "react";

/** The last eviction that can still be taken back. */
export interface PutBack {
  auditId: string;
  run: () => void;
}

export interface UndoRegistry {
  offer(putBack: PutBack): void;
  withdraw(auditId: string): void;
  /** Takes back the newest that can be; false where there is none. */
  run(): boolean;
}

export function createUndoRegistry(): UndoRegistry {
  let offered: PutBack[] = [];
  const without = (auditId: string) => offered.filter((one) => one.auditId !== auditId);
  return {
    offer(putBack) {
      offered = [...without(putBack.auditId), putBack];
    },
    withdraw(auditId) {
      offered = without(auditId);
    },
    run() {
      const newest = offered.at(-1);
      if (!newest) return false;
      newest.run();
      return true;
    },
  };
}

export const UndoContext = createContext<UndoRegistry>(createUndoRegistry());

export function useUndo(): UndoRegistry {
  return useContext(UndoContext);
}
