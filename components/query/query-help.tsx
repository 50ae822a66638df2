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

/** What can be asked of this list. */
export function QueryHelp<T>({ language, onExample }: { language: Language<T>; onExample: (example: string) => void }) {
  return (
    <Popover.Root>
      <Popover.Trigger className="query-help-button" aria-label="What can be asked" title="What can be asked">
        <CircleQuestionMark className="icon" aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={8} align="start" className="query-positioner">
          <Popover.Popup className={popup({ className: "query-help" })}>
            <Popover.Title className="query-help-title">What can be asked of {language.list}</Popover.Title>
            <p className="dim">All parts have to fit. Words are looked for in {language.wordsIn}.</p>
            <dl>
              {FORMS.map(({ form, means }) => (
                <div key={form}>
                  <dt className="mono">{form}</dt>
                  <dd>{means}</dd>
                </div>
              ))}
            </dl>
            <h3>Fields</h3>
            <dl>
              {fieldsOf(language).map(({ name, example, means, choices }) => (
                <div key={name}>
                  <dt>
                    <Popover.Close className="mono" title={`Ask ${example}`} onClick={() => onExample(example)}>
                      {example}
                    </Popover.Close>
                  </dt>
                  <dd>
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
