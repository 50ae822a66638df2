"use client";
import { Plus, X } from "lucide-react";
import { Button, IconButton } from "../../ui/button";
import { formBelow, formLabel, Input } from "../../ui/form-field";
import type { Draft } from "./draft";

/** Names and values that go into the registration beside its address. */
export function MetadataFields({
  metadata,
  onChange,
  error,
}: {
  metadata: Draft["metadata"];
  onChange: (metadata: Draft["metadata"]) => void;
  error: string | null;
}) {
  const change = (index: number, part: Partial<Draft["metadata"][number]>) =>
    onChange(metadata.map((entry, at) => (at === index ? { ...entry, ...part } : entry)));
  return (
    <fieldset className="m-0 grid min-w-0 gap-1.5 border-0 p-0">
      <legend className={formLabel()}>Metadata</legend>
      {metadata.map((entry, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an entry is its place until it has a name
        <div key={index} className="grid grid-cols-[minmax(0,1fr)_minmax(0,1.6fr)_auto] items-center gap-1.5">
          <Input
            mono
            aria-label={`Name of entry ${index + 1}`}
            placeholder="name"
            value={entry.name}
            onChange={(event) => change(index, { name: event.target.value })}
          />
          <Input
            mono
            aria-label={`Value of entry ${index + 1}`}
            placeholder="value"
            value={entry.value}
            onChange={(event) => change(index, { value: event.target.value })}
          />
          <IconButton
            icon={X}
            label={`Remove entry ${index + 1}`}
            onClick={() => onChange(metadata.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      {error && <span className={formBelow({ wrong: true })}>{error}</span>}
      <Button
        variant="ghost"
        className="justify-self-start pl-0"
        icon={Plus}
        onClick={() => onChange([...metadata, { name: "", value: "" }])}
      >
        Add an entry
      </Button>
    </fieldset>
  );
}
