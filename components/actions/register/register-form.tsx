"use client";
import type { RefObject } from "react";
import { fieldError } from "../../api/api-error";
import { useLive } from "../../live/use-live";
import { Choices } from "../../ui/choices";
import { Form, FormField, FormPair, Input, Select } from "../../ui/form-field";
import { type Draft, hasPlace, type Keeper, type Layout, withLayout } from "./draft";
import { MetadataFields } from "./metadata-fields";

const KEEPERS = [
  {
    value: "console",
    label: "This console, until it is told otherwise",
    means: "It renews the lease from the server; closing this page changes nothing. It ends when the console ends.",
  },
  { value: "nobody", label: "Nobody", means: "The instance appears, counts down and expires. Good for a rehearsal." },
  { value: "static", label: "No lease", means: "A static key. It stays until somebody deletes it." },
] as const satisfies readonly { value: Keeper; label: string; means: string }[];

/** What a registration says, with exactly the fields that its layout has a place for. */
export function RegisterForm({
  draft,
  layouts,
  error,
  onChange,
  firstField,
}: {
  draft: Draft;
  layouts: readonly Layout[];
  error: unknown;
  onChange: (draft: Draft) => void;
  firstField: RefObject<HTMLInputElement | null>;
}) {
  const layout = layouts.find(({ id }) => id === draft.layout);
  const set = (part: Partial<Draft>) => onChange({ ...draft, ...part });
  const datacenters = useLive(({ services }) => services.find(({ name }) => name === draft.service)?.datacenters);
  return (
    <Form>
      <FormPair>
        <Text
          label="Service"
          value={draft.service}
          error={fieldError(error, "service")}
          inputRef={firstField}
          onChange={(service) => set({ service })}
        />
        <FormField label="Written as" error={fieldError(error, "layout")}>
          {(props) => (
            <Select
              {...props}
              value={draft.layout}
              onChange={(event) => {
                const next = layouts.find(({ id }) => id === event.target.value);
                if (next) onChange(withLayout(draft, next));
              }}
            >
              {layouts.map(({ id, title }) => (
                <option key={id} value={id}>
                  {title}
                </option>
              ))}
            </Select>
          )}
        </FormField>
      </FormPair>
      {layout && layout.prefixes.length > 1 && (
        <FormField label="Under" error={fieldError(error, "prefix")}>
          {(props) => (
            <Select {...props} mono value={draft.prefix} onChange={(event) => set({ prefix: event.target.value })}>
              {layout.prefixes.map((prefix) => (
                <option key={prefix}>{prefix}</option>
              ))}
            </Select>
          )}
        </FormField>
      )}
      <FormPair wideFirst>
        <Text
          label="Host"
          mono
          value={draft.host}
          error={fieldError(error, "host")}
          onChange={(host) => set({ host })}
          placeholder="10.0.1.9"
        />
        <Text
          label="Port"
          mono
          value={draft.port}
          error={fieldError(error, "port")}
          onChange={(port) => set({ port })}
          placeholder="8080"
          numeric
        />
      </FormPair>
      <FormPair>
        {hasPlace(layout, "datacenter") && (
          <Text
            label="Datacenter"
            value={draft.datacenter}
            error={fieldError(error, "datacenter")}
            onChange={(datacenter) => set({ datacenter })}
            suggestions={datacenters ?? []}
          />
        )}
        <Text
          label="Instance"
          aside="optional"
          mono
          value={draft.instance}
          error={fieldError(error, "instance")}
          onChange={(instance) => set({ instance })}
          placeholder="named after its address"
        />
        <Text
          label="Protocol"
          aside="optional"
          mono
          value={draft.protocol}
          error={fieldError(error, "protocol")}
          onChange={(protocol) => set({ protocol })}
          suggestions={["http", "https", "grpc", "tcp"]}
        />
      </FormPair>
      <Choices
        label="Who keeps the lease alive"
        showLabel
        value={draft.keeper}
        options={KEEPERS}
        onChange={(keeper) => set({ keeper })}
      />
      {draft.keeper !== "static" && (
        <Text
          label="Lease length"
          aside="seconds"
          mono
          numeric
          value={draft.ttlSeconds}
          error={fieldError(error, "ttlSeconds")}
          onChange={(ttlSeconds) => set({ ttlSeconds })}
        />
      )}
      <MetadataFields
        metadata={draft.metadata}
        error={fieldError(error, "metadata")}
        onChange={(metadata) => set({ metadata })}
      />
    </Form>
  );
}

function Text({
  label,
  aside,
  value,
  error,
  onChange,
  placeholder,
  mono,
  numeric,
  suggestions,
  inputRef,
}: {
  label: string;
  aside?: string;
  value: string;
  error: string | null;
  onChange: (value: string) => void;
  placeholder?: string;
  mono?: boolean;
  numeric?: boolean;
  suggestions?: readonly string[];
  inputRef?: RefObject<HTMLInputElement | null>;
}) {
  return (
    <FormField label={label} aside={aside} error={error}>
      {(props) => (
        <>
          <Input
            {...props}
            ref={inputRef}
            mono={mono}
            value={value}
            placeholder={placeholder}
            autoComplete="off"
            spellCheck={false}
            {...(numeric && { inputMode: "numeric" as const })}
            {...(suggestions && suggestions.length > 0 && { list: `${props.id}-list` })}
            onChange={(event) => onChange(event.target.value)}
          />
          {suggestions && suggestions.length > 0 && (
            <datalist id={`${props.id}-list`}>
              {suggestions.map((one) => (
                <option key={one} value={one} />
              ))}
            </datalist>
          )}
        </>
      )}
    </FormField>
  );
}
