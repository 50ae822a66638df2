"use client";
import { FileUp, HandHeart, Plus } from "lucide-react";
import { useActions } from "@/components/actions/actions-context";
import { useWrites } from "@/components/actions/use-writes";
import { ExportMenu } from "@/components/api/export-menu";
import { Button, ButtonLink } from "@/components/ui/button";
import { PageActions } from "@/components/ui/page-actions";

const FORMATS = [
  { label: "YAML, as an import reads it", accept: "application/yaml", name: "rollcall.yaml" },
  { label: "JSON, the same", accept: "application/json", name: "rollcall.json" },
] as const;

/** Register, import, export, and what the console itself holds. */
export function ServicesActions() {
  const actions = useActions();
  const { may } = useWrites();
  const wait = may === "wait";
  return (
    <PageActions>
      <ButtonLink variant="ghost" href="/registrations" prefetch={false} icon={HandHeart}>
        Held
      </ButtonLink>
      <ExportMenu path="exports" query={{}} formats={FORMATS} />
      {may !== "not" && (
        <>
          <Button icon={FileUp} disabled={wait} onClick={actions.importFile}>
            Import…
          </Button>
          <Button icon={Plus} disabled={wait} onClick={() => actions.register()}>
            Register…
          </Button>
        </>
      )}
    </PageActions>
  );
}
