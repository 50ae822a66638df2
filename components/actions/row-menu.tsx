"use client";
import { Menu } from "@base-ui/react/menu";
import { CircleDot, Copy, Droplet, Maximize2, MoreHorizontal, Trash2, Undo2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import type { InstanceRow } from "@/lib/registry/select";
import { instancePath } from "../shell/pages";
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
      <Menu.Root open={open} onOpenChange={setOpen}>
        <Menu.Portal>
          <Menu.Positioner anchor={menu?.anchor ?? null} sideOffset={4} align="end">
            <Menu.Popup className="popup" aria-label={menu ? `Actions on ${nameOf(menu.row)}` : "Actions"}>
              {menu && <Items row={menu.row} />}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
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
      <Menu.Item onClick={() => router.push(instancePath(instance.id))}>
        <Maximize2 className="icon" aria-hidden />
        Open its page
      </Menu.Item>
      <Menu.Item onClick={() => void navigator.clipboard?.writeText(instance.keys[0] ?? instance.id)}>
        <Copy className="icon" aria-hidden />
        Copy the key
      </Menu.Item>
      {writes.may !== "not" && !tombstone && (
        <>
          {adminState === "draining" ? (
            <Menu.Item disabled={disabled} onClick={() => actions.resume([row])}>
              <CircleDot className="icon" aria-hidden />
              Resume…
            </Menu.Item>
          ) : (
            <Menu.Item disabled={disabled} onClick={() => actions.drain([row])}>
              <Droplet className="icon" aria-hidden />
              Drain…
            </Menu.Item>
          )}
          <Menu.Item className="danger" disabled={disabled} onClick={() => actions.evict([row])}>
            <Trash2 className="icon" aria-hidden />
            Evict…
          </Menu.Item>
        </>
      )}
      {writes.may !== "not" && tombstone && restorable && (
        <Menu.Item disabled={disabled} onClick={() => void putBack(restorable.auditId, instance.instance)}>
          <Undo2 className="icon" aria-hidden />
          Put back
        </Menu.Item>
      )}
      {writes.may !== "not" && tombstone && (
        <Menu.Item disabled={disabled} onClick={() => actions.dismiss({ ids: [row.instance.id] })}>
          <Trash2 className="icon" aria-hidden />
          Dismiss
        </Menu.Item>
      )}
    </>
  );
}

/** The button that opens the menu of its row. Not a tab stop: a list has one, and its keys act on the focused row. */
export function RowMenuButton({ row }: { row: InstanceRow }) {
  const show = useContext(RowMenuContext);
  if (!show) return null;
  return (
    <button
      type="button"
      className="iconbtn"
      tabIndex={-1}
      aria-label={`Actions on ${nameOf(row)}`}
      aria-haspopup="menu"
      title="Actions"
      onClick={(event) => show({ row, anchor: event.currentTarget })}
    >
      <MoreHorizontal className="icon" aria-hidden />
    </button>
  );
}

export function nameOf({ instance }: InstanceRow): string {
  return safeString(instance.instance, 60);
}
