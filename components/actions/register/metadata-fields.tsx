"use client";
import { Plus, X } from "lucide-react";
import { Button } from "../../ui/button";
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
    <fieldset className="metadata-fields">
      <legend className="form-label">Metadata</legend>
      {metadata.map((entry, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an entry is its place until it has a name
        <div key={index} className="metadata-entry">
          <input
            className="input mono"
            aria-label={`Name of entry ${index + 1}`}
            placeholder="name"
            value={entry.name}
            onChange={(event) => change(index, { name: event.target.value })}
          />
          <input
            className="input mono"
            aria-label={`Value of entry ${index + 1}`}
            placeholder="value"
            value={entry.value}
            onChange={(event) => change(index, { value: event.target.value })}
          />
          <button
            type="button"
            className="iconbtn"
            aria-label={`Remove entry ${index + 1}`}
            onClick={() => onChange(metadata.filter((_, at) => at !== index))}
          >
            <X className="icon" aria-hidden />
          </button>
        </div>
      ))}
      {error && <span className="form-error">{error}</span>}
      <Button variant="ghost" icon={Plus} onClick={() => onChange([...metadata, { name: "", value: "" }])}>
        Add an entry
      </Button>
    </fieldset>
  );
}
