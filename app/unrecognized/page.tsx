import type { Metadata } from "next";
import { UnrecognizedPage } from "@/components/unrecognized/unrecognized-page";

export const metadata: Metadata = { title: "Unrecognized" };

export default function Page() {
  return <UnrecognizedPage />;
}
