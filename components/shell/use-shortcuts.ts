"use client";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { isTyping } from "@/components/ui/keys";
import { usePages } from "./use-pages";

const SECOND_KEY_WITHIN_MS = 1200;

/** The keys that work on every page: ⌘K, `/`, `?`, and `g` followed by a page's letter. */
export function useShortcuts({ onSearch, onHelp }: { onSearch: () => void; onHelp: () => void }) {
  const router = useRouter();
  const pages = usePages();
  useEffect(() => {
    let goingSince = Number.NEGATIVE_INFINITY;
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === "k" && (event.metaKey || event.ctrlKey) && !event.shiftKey && !event.altKey) {
        event.preventDefault();
        onSearch();
        return;
      }
      if (event.defaultPrevented || isTyping(event)) return;
      const page = event.timeStamp - goingSince < SECOND_KEY_WITHIN_MS && pages.find(({ key }) => key === event.key);
      goingSince = event.key === "g" ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (page) router.push(page.href);
      else if (event.key === "?") onHelp();
      else if (event.key === "/") {
        const field = document.querySelector<HTMLInputElement>("[data-page-search]");
        if (!field) return onSearch();
        event.preventDefault();
        field.focus();
        field.select();
      }
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [router, pages, onSearch, onHelp]);
}
