"use client";
import { TriangleAlert } from "lucide-react";
import { Page } from "@/components/shell/page";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { RawText } from "@/components/ui/raw-text";

/** A defect of ours: says so, shows what is known, and offers the way back. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <Page title="This page broke">
      <EmptyState title="Rollcall failed to draw this page" icon={TriangleAlert} state="gone">
        <p>The registry is not affected. The other pages go on; trying again may help.</p>
        <RawText label="The error" text={error.digest ? `${error.message}\ndigest ${error.digest}` : error.message} />
        <Button variant="primary" onClick={reset}>
          Try again
        </Button>
      </EmptyState>
    </Page>
  );
}
