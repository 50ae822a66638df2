import { redirect } from "next/navigation";

/** The first page is the list of services. */
export default function Home() {
  redirect("/services");
}
