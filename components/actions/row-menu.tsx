"use client";
import { CircleDot, Copy, Droplet, Maximize2, MoreHorizontal, Trash2, Undo2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import type { InstanceRow } from "@/lib/registry/select";
import { instancePath } from "../shell/pages";
import { IconButton } from "../ui/button";
import { Menu, MenuItem } from "../ui/menu";
import { safeString } from "../ui/safe-text-parts";
import { useActions } from "./actions-context";
import { useRestorables } from "./restore/restorables";
import { usePutBack } from "./restore/use-put-back";
import { keyOfRow } from "./use-guards";
import { useWrites } from "./use-writes";

interface OpenMenu {
  row: InstanceRow;
  anchor: Element;
}

const RowMenuContext = createContext<((menu: OpenMenu) => void) | null>(null);

/** One menu for all rows of a list: ten thousand of them need no ten thousand menus. */
export function RowMenuProvider({ children }: { children: ReactNode }) {
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  const [open, setOpen] = useState(false);
  const show = useMemo(
    () => (next: OpenMenu) => {
      setMenu(next);
      setOpen(true);
    },
    [],
  );
  return (
    <RowMenuContext value={show}>
      {children}
      <Menu
        open={open}
        onOpenChange={setOpen}
        anchor={menu?.anchor ?? null}
        sideOffset={4}
        label={menu ? `Actions on ${nameOf(menu.row)}` : "Actions"}
      >
        {menu && <Items row={menu.row} />}
      </Menu>
    </RowMenuContext>
  );
}

function Items({ row }: { row: InstanceRow }) {
  const actions = useActions();
  const writes = useWrites();
  const router = useRouter();
  const restorable = useRestorables().get(keyOfRow(row));
  const putBack = usePutBack();
  const { instance, tombstone, adminState } = row;
  const disabled = writes.may !== "write";
  return (
    <>
      <MenuItem onClick={() => router.push(instancePath(instance.id))}>
        <Maximize2 className="icon" aria-hidden />
        Open its page
      </MenuItem>
      <MenuItem onClick={() => void navigator.clipboard?.writeText(instance.keys[0] ?? instance.id)}>
        <Copy className="icon" aria-hidden />
        Copy the key
      </MenuItem>
      {writes.may !== "not" && !tombstone && (
        <>
          {adminState === "draining" ? (
            <MenuItem disabled={disabled} onClick={() => actions.resume([row])}>
              <CircleDot className="icon" aria-hidden />
              Resume…
            </MenuItem>
          ) : (
            <MenuItem disabled={disabled} onClick={() => actions.drain([row])}>
              <Droplet className="icon" aria-hidden />
              Drain…
            </MenuItem>
          )}
          <MenuItem danger disabled={disabled} onClick={() => actions.evict([row])}>
            <Trash2 className="icon" aria-hidden />
            Evict…
          </MenuItem>
        </>
      )}
      {writes.may !== "not" && tombstone && restorable && (
        <MenuItem disabled={disabled} onClick={() => void putBack(restorable.auditId, instance.instance)}>
          <Undo2 className="icon" aria-hidden />
          Put back
        </MenuItem>
      )}
      {writes.may !== "not" && tombstone && (
        <MenuItem disabled={disabled} onClick={() => actions.dismiss({ ids: [row.instance.id] })}>
          <Trash2 className="icon" aria-hidden />
          Dismiss
        </MenuItem>
      )}
    </>
  );
}

/** The button that opens the menu of its row. Not a tab stop: a list has one, and its keys act on the focused row. */
export function RowMenuButton({ row }: { row: InstanceRow }) {
  const show = useContext(RowMenuContext);
  if (!show) return null;
  return (
    <IconButton
      icon={MoreHorizontal}
      tabIndex={-1}
      label={`Actions on ${nameOf(row)}`}
      aria-haspopup="menu"
      title="Actions"
      onClick={(event) => show({ row, anchor: event.currentTarget })}
    />
  );
}

export function nameOf({ instance }: InstanceRow): string {
  return safeString(instance.instance, 60);
}
