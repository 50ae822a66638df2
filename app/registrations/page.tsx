import type { Metadata } from "next";
import { RegistrationsPage } from "@/components/registrations/registrations-page";

export const metadata: Metadata = { title: "Held by the console" };

export default function Page() {
  return <RegistrationsPage />;
}
