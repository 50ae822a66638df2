import { FileQuestion } from "lucide-react";
import type { Metadata } from "next";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export const metadata: Metadata = { title: "Nothing here" };

export default function NotFound() {
  return (
    <Page title="Nothing here">
      <EmptyState title="This address leads nowhere" icon={FileQuestion}>
        <p>Services, events and unrecognized keys each have their page; ⌘K finds everything else.</p>
        <ButtonLink href="/services" variant="primary">
          Show the services
        </ButtonLink>
      </EmptyState>
    </Page>
  );
}
