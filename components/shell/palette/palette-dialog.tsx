"use client";
import { Dialog } from "@base-ui/react/dialog";
import { Command } from "cmdk";
import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { endpointText } from "@/components/instances/instance-fields";
import { useLiveStore } from "@/components/live/live-provider";
import { sheet } from "@/components/ui/dialog";
import { SafeText } from "@/components/ui/safe-text";
import { StateGlyph } from "@/components/ui/state-glyph";
import { Kbd } from "@/components/ui/tag";
import { worstOf } from "@/lib/registry/sort";
import { encodeText, instancePath, servicePath } from "../pages";
import { usePages } from "../use-pages";
import type { PaletteCommand } from "./commands";
import { find } from "./find";
import { useGeneralCommands } from "./general-commands";

/** ⌘K: services, instances and keys as they are at the moment of typing, then pages and commands. */
export function PaletteDialog({
  pageCommands,
  onClose,
  onHelp,
}: {
  pageCommands: readonly PaletteCommand[];
  onClose: () => void;
  onHelp: () => void;
}) {
  const router = useRouter();
  const store = useLiveStore();
  const [q, setQ] = useState("");
  const deferred = useDeferredValue(q);
  const input = useRef<HTMLInputElement>(null);
  // The view is read once per search, not followed: what is about to be chosen must not move.
  const found = useMemo(() => {
    const { services, view } = store.getState();
    return find(deferred, services, view);
  }, [deferred, store]);
  const general = useGeneralCommands(onHelp);
  const commands = [...pageCommands, ...general].filter((command) => hasWords(command, deferred));
  const pages = usePages().filter((page) => hasWords({ label: `go to ${page.label}` }, deferred));
  const [chosen, setChosen] = useState("");
  const best =
    itemValue("service", found.services[0]?.name) ??
    itemValue("instance", found.instances[0]?.instance.id) ??
    itemValue("key", found.unrecognized[0]?.key) ??
    itemValue("page", pages[0]?.href) ??
    itemValue("command", commands[0]?.id) ??
    "";
  // Results come a moment after the letter: the best one is chosen then, and stays until the next letter.
  useEffect(() => setChosen(best), [best]);
  // Who writes and presses Enter means what was written, not what stood there before it was found.
  const list = useRef<HTMLDivElement>(null);
  const entered = useRef(false);
  useEffect(() => {
    if (!entered.current || q !== deferred) return;
    entered.current = false;
    if (best !== "") list.current?.querySelector<HTMLElement>(`[data-value="${CSS.escape(best)}"]`)?.click();
  }, [q, deferred, best]);
  const go = (href: string) => {
    onClose();
    router.push(href);
  };
  const look = sheet();
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={look.scrim()} />
        <Dialog.Popup
          className={look.popup({
            className:
              "flex w-[min(640px,calc(100vw-32px))] flex-col overflow-hidden p-0 max-sm:inset-x-0 max-sm:top-0 max-sm:bottom-auto max-sm:rounded-t-none max-sm:rounded-b-dialog",
          })}
          data-dialog=""
          aria-label="Find and run"
          initialFocus={input}
        >
          <Command
            shouldFilter={false}
            loop
            label="Find and run"
            value={chosen}
            onValueChange={setChosen}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || event.nativeEvent.isComposing || q === deferred) return;
              event.preventDefault();
              entered.current = true;
            }}
          >
            <div className="flex h-12 items-center gap-2.5 border-line-soft border-b pr-3 pl-4">
              <Search className="icon text-muted" aria-hidden />
              <Command.Input
                className="min-w-0 flex-1 border-0 bg-transparent text-15 outline-0 placeholder:text-muted placeholder:opacity-100 max-sm:text-[16px]"
                ref={input}
                value={q}
                onValueChange={(next) => {
                  entered.current = false;
                  setQ(next);
                }}
                maxLength={300}
                placeholder="A service, an instance, a key, a lease, or what to do"
              />
              <Kbd className="max-sm:hidden">Esc</Kbd>
            </div>
            {best === "" && (
              <p className="px-4 py-7 text-center text-muted" role="status">
                Nothing matches. Keys, addresses, lease ids and metadata are searched too.
              </p>
            )}
            <Command.List
              className="max-h-[min(440px,56vh)] overflow-auto overscroll-contain p-1.5"
              ref={list}
              hidden={best === ""}
            >
              <Group heading="Services">
                {found.services.map((service) => (
                  <Item
                    key={service.name}
                    value={itemValue("service", service.name)}
                    onSelect={() => go(servicePath(service.name))}
                  >
                    <StateGlyph state={worstOf(service)} />
                    <span className="ell min-w-0 flex-1">
                      <SafeText text={service.name} />
                    </span>
                    <span className="num dim">{service.total}</span>
                  </Item>
                ))}
              </Group>
              <Group heading="Instances">
                {found.instances.map(({ instance, liveness }) => (
                  <Item
                    key={instance.id}
                    value={itemValue("instance", instance.id)}
                    onSelect={() => go(instancePath(instance.id))}
                  >
                    <StateGlyph state={liveness} />
                    <span className="ell min-w-0 flex-1">
                      <SafeText text={instance.service} max={60} />{" "}
                      <span className="mono dim">
                        <SafeText text={instance.id} />
                      </span>
                    </span>
                    <span className="num dim">
                      <SafeText text={instance.endpoints[0] ? endpointText(instance.endpoints[0]) : ""} max={40} />
                    </span>
                  </Item>
                ))}
              </Group>
              <Group heading="Unrecognized keys">
                {found.unrecognized.map(({ key }) => (
                  <Item
                    key={key}
                    value={itemValue("key", key)}
                    onSelect={() => go(`/unrecognized?key=${encodeText(key)}`)}
                  >
                    <span className="ell mono min-w-0 flex-1">
                      <SafeText text={key} />
                    </span>
                  </Item>
                ))}
              </Group>
              <Group heading="Pages">
                {pages.map(({ href, label, icon: Icon, key }) => (
                  <Item key={href} value={itemValue("page", href)} onSelect={() => go(href)}>
                    <Icon className="icon text-muted" aria-hidden />
                    <span className="min-w-0 flex-1">{label}</span>
                    <Kbd>g</Kbd> <Kbd>{key}</Kbd>
                  </Item>
                ))}
              </Group>
              <Group heading="Commands">
                {commands.map(({ id, label, icon: Icon, run }) => (
                  <Item
                    key={id}
                    value={itemValue("command", id)}
                    onSelect={() => {
                      onClose();
                      run();
                    }}
                  >
                    <Icon className="icon text-muted" aria-hidden />
                    <span className="min-w-0 flex-1">{label}</span>
                  </Item>
                ))}
              </Group>
            </Command.List>
          </Command>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Group({ heading, children }: { heading: string; children: ReactNode[] }) {
  if (children.length === 0) return null;
  return (
    <Command.Group
      className="[&>[cmdk-group-heading]]:px-2.5 [&>[cmdk-group-heading]]:pt-2 [&>[cmdk-group-heading]]:pb-1 [&>[cmdk-group-heading]]:text-11 [&>[cmdk-group-heading]]:text-muted"
      heading={heading}
    >
      {children}
    </Command.Group>
  );
}

/** Names an item to cmdk, which trims what it is given; null for nothing. */
function itemValue(kind: string, id: string): string;
function itemValue(kind: string, id: string | undefined): string | null;
function itemValue(kind: string, id: string | undefined): string | null {
  return id === undefined ? null : `${kind}:${JSON.stringify(id)}`;
}

function Item({ value, onSelect, children }: { value: string; onSelect: () => void; children: ReactNode }) {
  return (
    <Command.Item
      className="flex min-h-[34px] cursor-default items-center gap-2.5 rounded-control px-2.5 text-prose data-[selected=true]:bg-pressed data-[selected=true]:text-ink max-sm:min-h-touch"
      value={value}
      onSelect={onSelect}
    >
      {children}
    </Command.Item>
  );
}

function hasWords({ label, words = "" }: Pick<PaletteCommand, "label" | "words">, q: string): boolean {
  const text = `${label} ${words}`.toLowerCase();
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
