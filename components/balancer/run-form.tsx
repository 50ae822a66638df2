"use client";
import { useState } from "react";
import { Chip, Chips } from "@/components/ui/chip";
import { CheckLine, FormField, Input, Select, TextArea } from "@/components/ui/form-field";
import { protocolSchema, type TestProtocol } from "@/lib/api/test-requests";
import { POLICIES } from "@/lib/balancer/policies";
import type { PolicyId } from "@/lib/balancer/types";
import { BOUNDS, type NumberSetting, type Settings, within } from "./settings";

type Change = (changes: Partial<Settings>) => void;

const PROTOCOLS: Record<TestProtocol, string> = {
  http: "HTTP",
  https: "HTTPS",
  tcp: "TCP connect",
  grpc: "gRPC health",
};

const NARROW = "w-26 max-sm:w-[calc(50%-6px)]";
const WIDE = "w-55 max-sm:w-full";

/** What is sent, to whom, how often. Its values stand in the page's address. */
export function RunForm({
  settings,
  services,
  methods,
  datacenters,
  locked,
  onChange,
}: {
  settings: Settings;
  services: readonly string[];
  methods: readonly string[];
  datacenters: readonly string[];
  /** A run is under way: it is stopped first, then changed. */
  locked: boolean;
  onChange: Change;
}) {
  const { protocol } = settings;
  return (
    <fieldset className="contents" aria-label="What is sent" disabled={locked}>
      <div className="flex flex-wrap items-end gap-3">
        <FormField label="Service" className={WIDE}>
          {(props) => (
            <Select {...props} value={settings.service} onChange={(event) => onChange({ service: event.target.value })}>
              {!services.includes(settings.service) && (
                <option value={settings.service}>{settings.service || "Choose one"}</option>
              )}
              {services.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </Select>
          )}
        </FormField>
        <NumberField label="Requests" name="count" settings={settings} onChange={onChange} />
        <NumberField label="At once" name="concurrency" settings={settings} onChange={onChange} />
        <NumberField label="Per second" name="perSecond" settings={settings} onChange={onChange} />
        <FormField label="Protocol" className={NARROW}>
          {(props) => (
            <Select
              {...props}
              value={protocol}
              onChange={(event) => onChange({ protocol: protocolSchema.parse(event.target.value) })}
            >
              {protocolSchema.options.map((one) => (
                <option key={one} value={one}>
                  {PROTOCOLS[one]}
                </option>
              ))}
            </Select>
          )}
        </FormField>
      </div>
      <PolicyChips chosen={settings.policies} onChange={onChange} />
      <details className="mt-3 text-12 text-prose">
        <summary className="w-fit max-w-full cursor-pointer py-1">
          The request and how it is retried
          <span className="mono ml-2.5 text-muted">{digest(settings)}</span>
        </summary>
        <div className="mt-2 flex flex-wrap items-start gap-3">
          {(protocol === "http" || protocol === "https") && (
            <HttpFields settings={settings} methods={methods} onChange={onChange} />
          )}
          <NumberField label="Timeout, ms" name="timeoutMs" settings={settings} onChange={onChange} />
          <NumberField label="Retries" name="retries" settings={settings} onChange={onChange} />
          <TextField label="Seed" name="seed" settings={settings} onChange={onChange} placeholder="random" />
          <TextField label="Key to hash" name="key" settings={settings} onChange={onChange} placeholder="one each" />
          <FormField label="Sent from" className={NARROW}>
            {(props) => (
              <Select
                {...props}
                value={settings.datacenter}
                onChange={(event) => onChange({ datacenter: event.target.value })}
              >
                <option value="">any datacenter</option>
                {[...new Set([...datacenters, settings.datacenter])].filter(Boolean).map((name) => (
                  <option key={name}>{name}</option>
                ))}
              </Select>
            )}
          </FormField>
          <CheckLine
            className="mt-7"
            checked={settings.ejection}
            onChange={(event) => onChange({ ejection: event.target.checked })}
          >
            Leave out who keeps failing
          </CheckLine>
        </div>
      </details>
    </fieldset>
  );
}

function PolicyChips({ chosen, onChange }: { chosen: readonly PolicyId[]; onChange: Change }) {
  const toggle = (id: PolicyId, on: boolean) => {
    const next = POLICIES.map((policy) => policy.id).filter((one) => (one === id ? on : chosen.includes(one)));
    if (next.length > 0) onChange({ policies: next });
  };
  return (
    <div className="mt-3">
      <Chips label="Policies">
        {POLICIES.map(({ id, title, summary }) => (
          <span key={id} title={summary}>
            <Chip pressed={chosen.includes(id)} onPressedChange={(on) => toggle(id, on)}>
              {title}
            </Chip>
          </span>
        ))}
      </Chips>
    </div>
  );
}

function HttpFields({
  settings,
  methods,
  onChange,
}: {
  settings: Settings;
  methods: readonly string[];
  onChange: Change;
}) {
  const { method } = settings;
  return (
    <>
      <FormField label="Method" className={NARROW}>
        {(props) => (
          <Select {...props} value={method} onChange={(event) => onChange({ method: event.target.value })}>
            {[...new Set([...methods, method])].map((one) => (
              <option key={one}>{one}</option>
            ))}
          </Select>
        )}
      </FormField>
      <TextField label="Path" name="path" settings={settings} onChange={onChange} wide />
      <AreaField
        label="Headers"
        name="headers"
        settings={settings}
        onChange={onChange}
        placeholder="Accept: text/plain"
      />
      {method !== "GET" && method !== "HEAD" && (
        <AreaField label="Body" name="body" settings={settings} onChange={onChange} placeholder="" />
      )}
    </>
  );
}

function digest({ protocol, method, path, timeoutMs, retries, ejection }: Settings): string {
  const what = protocol === "http" || protocol === "https" ? `${method} ${path}` : PROTOCOLS[protocol];
  return `${what}, ${timeoutMs} ms, ${retries === 1 ? "1 retry" : `${retries} retries`}${ejection ? ", ejections" : ""}`;
}

interface Bound {
  label: string;
  settings: Settings;
  onChange: Change;
}

/** Taken over when it is left or confirmed: half a number is no number yet. */
function NumberField({ label, name, settings, onChange }: Bound & { name: NumberSetting }) {
  const [typed, setTyped] = useState<string | null>(null);
  const [least, most] = BOUNDS[name];
  const done = () => {
    if (typed !== null) onChange({ [name]: within(name, Number(typed || Number.NaN)) });
    setTyped(null);
  };
  return (
    <FormField label={label} className={NARROW}>
      {(props) => (
        <Input
          {...props}
          mono
          type="number"
          min={least}
          max={most}
          value={typed ?? settings[name]}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={done}
          onKeyDown={(event) => event.key === "Enter" && done()}
        />
      )}
    </FormField>
  );
}

function TextField({
  label,
  name,
  settings,
  onChange,
  placeholder,
  wide,
}: Bound & { name: "path" | "seed" | "key"; placeholder?: string; wide?: boolean }) {
  return (
    <FormField label={label} className={wide ? WIDE : NARROW}>
      {(props) => (
        <Input
          {...props}
          mono
          value={settings[name]}
          spellCheck={false}
          placeholder={placeholder}
          onChange={(event) => onChange({ [name]: event.target.value })}
        />
      )}
    </FormField>
  );
}

function AreaField({
  label,
  name,
  settings,
  onChange,
  placeholder,
}: Bound & { name: "headers" | "body"; placeholder: string }) {
  return (
    <FormField label={label} className={WIDE}>
      {(props) => (
        <TextArea
          {...props}
          mono
          rows={2}
          value={settings[name]}
          spellCheck={false}
          placeholder={placeholder}
          onChange={(event) => onChange({ [name]: event.target.value })}
        />
      )}
    </FormField>
  );
}
