"use client";
import { type ReactNode, useId, useState } from "react";
import { Chip, Chips } from "@/components/ui/chip";
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
    <fieldset className="run-settings" aria-label="What is sent" disabled={locked}>
      <div className="run-form">
        <Field label="Service" wide>
          {(id) => (
            <select id={id} value={settings.service} onChange={(event) => onChange({ service: event.target.value })}>
              {!services.includes(settings.service) && (
                <option value={settings.service}>{settings.service || "Choose one"}</option>
              )}
              {services.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          )}
        </Field>
        <NumberField label="Requests" name="count" settings={settings} onChange={onChange} />
        <NumberField label="At once" name="concurrency" settings={settings} onChange={onChange} />
        <NumberField label="Per second" name="perSecond" settings={settings} onChange={onChange} />
        <Field label="Protocol">
          {(id) => (
            <select
              id={id}
              value={protocol}
              onChange={(event) => onChange({ protocol: protocolSchema.parse(event.target.value) })}
            >
              {protocolSchema.options.map((one) => (
                <option key={one} value={one}>
                  {PROTOCOLS[one]}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <PolicyChips chosen={settings.policies} onChange={onChange} />
      <details className="run-more">
        <summary>
          The request and how it is retried
          <span className="mono dim">{digest(settings)}</span>
        </summary>
        <div className="run-form">
          {(protocol === "http" || protocol === "https") && (
            <HttpFields settings={settings} methods={methods} onChange={onChange} />
          )}
          <NumberField label="Timeout, ms" name="timeoutMs" settings={settings} onChange={onChange} />
          <NumberField label="Retries" name="retries" settings={settings} onChange={onChange} />
          <TextField label="Seed" name="seed" settings={settings} onChange={onChange} placeholder="random" />
          <TextField label="Key to hash" name="key" settings={settings} onChange={onChange} placeholder="one each" />
          <Field label="Sent from">
            {(id) => (
              <select
                id={id}
                value={settings.datacenter}
                onChange={(event) => onChange({ datacenter: event.target.value })}
              >
                <option value="">any datacenter</option>
                {[...new Set([...datacenters, settings.datacenter])].filter(Boolean).map((name) => (
                  <option key={name}>{name}</option>
                ))}
              </select>
            )}
          </Field>
          <label className="run-check">
            <input
              type="checkbox"
              checked={settings.ejection}
              onChange={(event) => onChange({ ejection: event.target.checked })}
            />
            Leave out who keeps failing
          </label>
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
    <div className="run-policies">
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
      <Field label="Method">
        {(id) => (
          <select id={id} value={method} onChange={(event) => onChange({ method: event.target.value })}>
            {[...new Set([...methods, method])].map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        )}
      </Field>
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

function Field({ label, wide, children }: { label: string; wide?: boolean; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className="run-field" {...(wide && { "data-wide": "" })}>
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  );
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
    <Field label={label}>
      {(id) => (
        <input
          id={id}
          className="mono"
          type="number"
          min={least}
          max={most}
          value={typed ?? settings[name]}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={done}
          onKeyDown={(event) => event.key === "Enter" && done()}
        />
      )}
    </Field>
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
    <Field label={label} {...(wide && { wide })}>
      {(id) => (
        <input
          id={id}
          className="mono"
          value={settings[name]}
          spellCheck={false}
          placeholder={placeholder}
          onChange={(event) => onChange({ [name]: event.target.value })}
        />
      )}
    </Field>
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
    <Field label={label} wide>
      {(id) => (
        <textarea
          id={id}
          className="mono"
          rows={2}
          value={settings[name]}
          spellCheck={false}
          placeholder={placeholder}
          onChange={(event) => onChange({ [name]: event.target.value })}
        />
      )}
    </Field>
  );
}
