"use client";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { type Command, CommandStrip } from "@/components/ui/command-strip";

interface PageProps {
  title: ReactNode;
  sub?: ReactNode;
  actions?: ReactNode;
  commands?: readonly Command[];
  panel?: ReactNode;
  children: ReactNode;
}

/**
 * The frame of every page: title and actions, the content that scrolls as one, a panel beside it, and at the foot
 * the same thing as a command.
 */
export function Page({ title, sub, actions, commands, panel, children }: PageProps) {
  return (
    <Main rows="grid-rows-[minmax(0,1fr)_auto]" panel={panel !== undefined && panel !== null && panel !== false}>
      <Scroll>
        <PageBody>
          <div className="mb-4 flex items-start gap-4 max-sm:mb-3 max-sm:flex-wrap max-sm:gap-2.5">
            {/* On a phone what is long stands above the buttons, not in a column beside them. */}
            <div className="min-w-0 flex-1 max-sm:basis-auto">
              {/* There the top bar says the title already. */}
              <h1 className="overflow-hidden text-ellipsis font-semibold text-22 leading-7 tracking-[-0.022em] max-sm:sr-only">
                {title}
              </h1>
              {sub && (
                <div className="mt-0.75 text-prose max-sm:m-0 [&_a]:underline [&_a]:decoration-line-hard [&_a]:underline-offset-3 [&_a]:hover:text-ink">
                  {sub}
                </div>
              )}
            </div>
            {actions}
          </div>
          {children}
        </PageBody>
      </Scroll>
      {panel}
      {commands && <CommandStrip commands={commands} />}
    </Main>
  );
}

/** The landmark of a page: its rows, and beside them a column for the panel where there is one and room for it. */
export function Main({ rows, panel, children }: { rows: string; panel: boolean; children: ReactNode }) {
  return (
    <main
      id="main"
      className={cn(
        "grid min-h-0 min-w-0 flex-1 outline-0",
        rows,
        panel ? "grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,1fr)_var(--panel)]" : "grid-cols-[minmax(0,1fr)]",
      )}
      tabIndex={-1}
    >
      {children}
    </main>
  );
}

/** What scrolls; virtual rows look for it by `data-scroll`. */
export function Scroll({ className, ...rest }: Omit<ComponentProps<"section">, "ref">) {
  const Element = rest["aria-label"] ? "section" : "div";
  return (
    <Element
      className={cn(
        "min-h-0 min-w-0 overflow-auto [overflow-anchor:none] [scrollbar-color:var(--line-hard)_transparent] [scrollbar-gutter:stable] [scrollbar-width:thin] max-sm:[scrollbar-gutter:auto]",
        className,
      )}
      data-scroll=""
      {...rest}
    />
  );
}

/** The room around what a page shows, as high as the window at least. */
export function PageBody({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-full flex-col px-5.5 pt-4.5 pb-5.5 *:flex-none max-sm:px-4 max-sm:pt-3.5 max-sm:pb-5">
      {children}
    </div>
  );
}
