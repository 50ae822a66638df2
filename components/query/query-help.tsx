"use client";
import { Popover } from "@base-ui/react/popover";
import { CircleQuestionMark } from "lucide-react";
import { popup } from "@/components/ui/popup";
import { fieldsOf, type Language } from "@/lib/query/language";

const FORMS = [
  { form: "web", means: "the word anywhere, in any case" },
  { form: '"free words"', means: "together, as they stand" },
  { form: "-dc:eu", means: "everything but this" },
  { form: "dc:eu,us", means: "any of these" },
  { form: "dc:eu*", means: "begins so; dc:* has one, -dc:* has none" },
  { form: 'dc:"EU"', means: "exactly as written" },
] as const;

const ROW = "grid grid-cols-[170px_minmax(0,1fr)] gap-3 py-0.75 leading-[1.4] max-sm:grid-cols-[130px_minmax(0,1fr)]";

/** What can be asked of this list. */
export function QueryHelp<T>({ language, onExample }: { language: Language<T>; onExample: (example: string) => void }) {
  return (
    <Popover.Root>
      <Popover.Trigger
        className="grid size-5.5 flex-none place-items-center rounded-[4px] hover:bg-pressed data-popup-open:bg-pressed max-sm:size-9"
        aria-label="What can be asked"
        title="What can be asked"
      >
        <CircleQuestionMark className="icon text-muted" aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={8} align="start" className="z-40">
          <Popover.Popup
            className={popup({
              className:
                "max-h-[min(var(--available-height),620px)] w-[460px] max-w-[calc(100vw-24px)] overflow-auto px-4 py-3.5 text-12",
            })}
          >
            <Popover.Title className="mb-1 font-semibold text-13">What can be asked of {language.list}</Popover.Title>
            <p className="dim">All parts have to fit. Words are looked for in {language.wordsIn}.</p>
            <dl className="mt-1.5">
              {FORMS.map(({ form, means }) => (
                <div className={ROW} key={form}>
                  <dt className="mono">{form}</dt>
                  <dd className="text-prose">{means}</dd>
                </div>
              ))}
            </dl>
            <h3 className="mt-3 font-semibold text-12">Fields</h3>
            <dl className="mt-1.5">
              {fieldsOf(language).map(({ name, example, means, choices }) => (
                <div className={ROW} key={name}>
                  <dt>
                    <Popover.Close
                      className="mono rounded-cell text-left underline decoration-line-hard decoration-dotted underline-offset-3 hover:decoration-ink"
                      title={`Ask ${example}`}
                      onClick={() => onExample(example)}
                    >
                      {example}
                    </Popover.Close>
                  </dt>
                  <dd className="text-prose">
                    {means}
                    {choices && <span className="dim">: {choices.join(", ")}</span>}
                  </dd>
                </div>
              ))}
            </dl>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
